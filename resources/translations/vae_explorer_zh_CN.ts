<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountPanel</name>
    <message>
        <source>ELBO</source>
        <translation>ELBO</translation>
    </message>
    <message>
        <source>Point at an image in a map to see its accounts.</source>
        <translation>把指针移到图中的一幅图像上，即可看到它的账目。</translation>
    </message>
    <message>
        <source>The bound belongs to the VAE: put one into a map.</source>
        <translation>证据下界属于 VAE：请在一张图中放入一个 VAE。</translation>
    </message>
    <message>
        <source>The image on screen</source>
        <translation>当前图像</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of this language, zh_CN in the translation</comment>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>why the VAE maximises a bound, with the numbers of the image on screen, in nats</source>
        <translation>VAE 为何最大化一个下界，用当前图像的数字说明，单位奈特</translation>
    </message>
    <message>
        <source>with the numbers of the image on screen, in nats</source>
        <translation>用当前图像的数字说明，单位奈特</translation>
    </message>
</context>
<context>
    <name>BalanceKnob</name>
    <message>
        <source>Balance c</source>
        <translation>平衡系数 c</translation>
    </message>
    <message>
        <source>The balance: a larger c weighs the regulariser more. It can be turned while training; the curves mark where.</source>
        <translation>平衡系数：c 越大，正则项的权重越大。训练过程中也可以调节，曲线上会标出调节的位置。</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>自动学习</translation>
    </message>
</context>
<context>
    <name>ChapterRow</name>
    <message>
        <source>Chapter {number}: {title}</source>
        <translation>第 {number} 章：{title}</translation>
    </message>
    <message>
        <source>{chapter} (done)</source>
        <translation>{chapter}（已完成）</translation>
    </message>
</context>
<context>
    <name>ChoiceButton</name>
    <message>
        <source>{name}: {value}</source>
        <comment>a control and what is chosen there, as read out</comment>
        <translation>{name}：{value}</translation>
    </message>
</context>
<context>
    <name>ColourButton</name>
    <message>
        <source>Colour of the points: {quantity}</source>
        <translation>点的颜色：{quantity}</translation>
    </message>
    <message>
        <source>Colour: {quantity}</source>
        <translation>颜色：{quantity}</translation>
    </message>
    <message>
        <source>What the colour of a point means, in every map</source>
        <translation>各图中点的颜色代表什么</translation>
    </message>
</context>
<context>
    <name>CompareButton</name>
    <message>
        <source>Compare: {models}</source>
        <translation>比较：{models}</translation>
    </message>
    <message>
        <source>Experiments</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Models to compare</source>
        <translation>要比较的模型</translation>
    </message>
    <message>
        <source>Which kinds of model stand side by side</source>
        <translation>并排比较哪几种模型</translation>
    </message>
</context>
<context>
    <name>ContactSheetModel</name>
    <message>
        <source>Image {number}</source>
        <translation>图像 {number}</translation>
    </message>
    <message>
        <source>Image {number}: {label}</source>
        <translation>图像 {number}：{label}</translation>
    </message>
</context>
<context>
    <name>ContestPanel</name>
    <message>
        <source>Draw again</source>
        <translation>重新抽样</translation>
    </message>
    <message>
        <source>Draw others from the same distribution, for every model the same</source>
        <translation>从同一分布另抽一批，各模型相同</translation>
    </message>
    <message>
        <source>Drawn from</source>
        <translation>抽样分布</translation>
    </message>
    <message>
        <source>Gaussian fitted to the codes</source>
        <translation>对编码拟合的高斯</translation>
    </message>
    <message>
        <source>Keep these samples as a picture</source>
        <translation>把这些样本保存为图片</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Samples of every model</source>
        <translation>每个模型的样本数</translation>
    </message>
    <message>
        <source>Save the samples</source>
        <translation>保存样本</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>What the codes that are decoded here are drawn from</source>
        <translation>这里解码的编码从哪个分布抽取</translation>
    </message>
    <message>
        <source>cover {coverage} of the test images</source>
        <translation>覆盖 {coverage} 的测试图像</translation>
    </message>
    <message>
        <source>frame with a ring: in a gap · bars: at the edge · line: in the data</source>
        <translation>带圆圈的框：在空洞中 · 两侧竖线：在边缘 · 下划线：在数据中</translation>
    </message>
    <message>
        <source>mixture fitted to the codes</source>
        <translation>对编码拟合的混合高斯</translation>
    </message>
    <message>
        <source>prior N(0, I)</source>
        <translation>先验 N(0, I)</translation>
    </message>
    <message>
        <source>ring: gap · bars: edge · line: data</source>
        <translation>圆圈：空洞 · 竖线：边缘 · 下划线：数据</translation>
    </message>
    <message>
        <source>{gap} in gaps</source>
        <translation>{gap} 在空洞中</translation>
    </message>
    <message>
        <source>{gap} in gaps, {edge} at the edge</source>
        <translation>{gap} 在空洞中，{edge} 在边缘</translation>
    </message>
</context>
<context>
    <name>CurveLegend</name>
    <message>
        <source>dotted: while training</source>
        <translation>点线：训练过程中</translation>
    </message>
    <message>
        <source>while training</source>
        <translation>训练时</translation>
    </message>
    <message>
        <source>{model} KL (test)</source>
        <translation>{model} KL（测试）</translation>
    </message>
    <message>
        <source>{model} prior (test)</source>
        <translation>{model} 先验项（测试）</translation>
    </message>
    <message>
        <source>{model} reconstruction (other likelihood)</source>
        <translation>{model} 重建误差（似然不同）</translation>
    </message>
    <message>
        <source>{model} reconstruction (test)</source>
        <translation>{model} 重建误差（测试集）</translation>
    </message>
    <message>
        <source>{model} reconstruction + KL (test)</source>
        <translation>{model} 重建误差 + KL（测试集）</translation>
    </message>
    <message>
        <source>{model} reconstruction + prior (test)</source>
        <translation>{model} 重建误差 + 先验项（测试集）</translation>
    </message>
</context>
<context>
    <name>CurvePanel</name>
    <message>
        <source>Draw the curves on a logarithmic scale</source>
        <translation>用对数刻度绘制曲线</translation>
    </message>
    <message>
        <source>KL, prior</source>
        <translation>KL 与先验项</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>Press Train to watch the codes move and the error fall.</source>
        <translation>按“训练”，看编码移动、误差下降。</translation>
    </message>
    <message>
        <source>Terms of the objective</source>
        <translation>目标函数的各项</translation>
    </message>
    <message>
        <source>The curves begin with the first finished epoch.</source>
        <translation>第一轮结束后开始绘制曲线。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training curves; the arrow keys read out single epochs</source>
        <translation>训练曲线；用方向键逐轮读取数值</translation>
    </message>
    <message>
        <source>Which terms of the objective are drawn</source>
        <translation>绘制目标函数的哪些项</translation>
    </message>
    <message>
        <source>all terms</source>
        <translation>所有各项</translation>
    </message>
    <message>
        <source>drag the line to replay any epoch</source>
        <translation>拖动竖线可回放任意一轮</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>maximise E log p(x∣z) − KL</source>
        <translation>最大化 E log p(x∣z) − KL</translation>
    </message>
    <message>
        <source>maximise log p(x∣z)</source>
        <translation>最大化 log p(x∣z)</translation>
    </message>
    <message>
        <source>maximise log p(x∣z) + log p(z)</source>
        <translation>最大化 log p(x∣z) + log p(z)</translation>
    </message>
    <message>
        <source>nats per image</source>
        <translation>每幅图像的奈特数</translation>
    </message>
    <message>
        <source>point at the curves to read them</source>
        <translation>将指针移到曲线上读取数值</translation>
    </message>
    <message>
        <source>reconstruction, total</source>
        <translation>重建误差与总和</translation>
    </message>
</context>
<context>
    <name>DartsCard</name>
    <message>
        <source>  amortisation</source>
        <translation>  摊销差距</translation>
    </message>
    <message>
        <source>  approximation</source>
        <translation>  近似差距</translation>
    </message>
    <message>
        <source>Being computed …</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>Click near a point to choose its image.</source>
        <translation>点击某个点附近，选择它对应的图像。</translation>
    </message>
    <message>
        <source>ELBO</source>
        <translation>证据下界 ELBO</translation>
    </message>
    <message>
        <source>Full: amortisation. Hatched: approximation.</source>
        <translation>实心：摊销差距。斜线：近似差距。</translation>
    </message>
    <message>
        <source>Heat: the exact posterior. Solid: 1 and 2 σ of the encoder&apos;s q(z|x). Dashed: the best Gaussian with axes along the coordinates. Dotted: the best of all.</source>
        <translation>热力图：精确后验。实线：编码器给出的 q(z|x) 的 1σ 与 2σ。虚线：轴与坐标轴平行的最优高斯。点线：所有高斯中的最优者。</translation>
    </message>
    <message>
        <source>Integrating over the plane …</source>
        <translation>正在平面上积分……</translation>
    </message>
    <message>
        <source>It knows no prior: the heat is p(x|z) alone, brought to the mass 1.</source>
        <translation>它没有先验：热力图只是归一化到总质量为 1 的 p(x|z)。</translation>
    </message>
    <message>
        <source>Looking for the best ellipse …</source>
        <translation>正在寻找最优椭圆……</translation>
    </message>
    <message>
        <source>No darts yet: throw some.</source>
        <translation>还没有飞镖：投几支吧。</translation>
    </message>
    <message>
        <source>Only two dimensions can be summed on a grid. Here log p(x) is estimated by importance weighting with 5 000 draws, which is a lower bound on average.</source>
        <translation>只有二维才能在网格上求和。这里用 5 000 次采样的重要性加权来估计 log p(x)，平均而言它是一个下界。</translation>
    </message>
    <message>
        <source>Parts of the gap</source>
        <translation>差距的组成</translation>
    </message>
    <message>
        <source>The evidence lower bound of the encoder&apos;s q(z|x)</source>
        <translation>编码器给出的 q(z|x) 的证据下界</translation>
    </message>
    <message>
        <source>The posterior from near</source>
        <translation>后验的特写</translation>
    </message>
    <message>
        <source>This model encodes an image as a single point, so every dart lands on it.</source>
        <translation>这个模型把一幅图像编码为一个点，所以每支飞镖都落在这个点上。</translation>
    </message>
    <message>
        <source>What no Gaussian with a diagonal covariance can win</source>
        <translation>任何对角协方差的高斯都赢不回的部分</translation>
    </message>
    <message>
        <source>What the best Gaussian of q&apos;s own family (diagonal covariance) would win for this image (Cremer et al. 2018)</source>
        <translation>对这幅图像，与 q 同族（对角协方差）的最优高斯能赢回多少（Cremer 等，2018）</translation>
    </message>
    <message>
        <source>What the darts decode to</source>
        <translation>飞镖解码出的图像</translation>
    </message>
    <message>
        <source>a point: z = {z}</source>
        <translation>一个点：z = {z}</translation>
    </message>
    <message>
        <source>gap KL(q‖p)</source>
        <translation>差距 KL(q‖p)</translation>
    </message>
    <message>
        <source>log p(x)</source>
        <translation>log p(x)</translation>
    </message>
    <message>
        <source>log p(x) = log ∫ p(x|z) p(z) dz, summed over the decoded plane, finer where the mass is</source>
        <translation>log p(x) = log ∫ p(x|z) p(z) dz，在解码平面上逐点求和，概率质量集中处网格更细</translation>
    </message>
    <message>
        <source>log p(x) less the ELBO: how far q(z|x) is from the exact posterior</source>
        <translation>log p(x) 减去证据下界：q(z|x) 与精确后验相差多远</translation>
    </message>
    <message>
        <source>log p(x), estimated</source>
        <translation>log p(x)（估计值）</translation>
    </message>
    <message>
        <source>p(x) = ∫ p(x|z) p(z) dz has no closed form, so one infers; in two dimensions it can be summed. A turned ellipse would win {tilt} nats of the approximation.</source>
        <translation>p(x) = ∫ p(x|z) p(z) dz 没有解析解，所以才需要推断；二维时可以直接求和。若椭圆可以倾斜，近似差距能再减少 {tilt} 奈特。</translation>
    </message>
    <message>
        <source>{count} darts, decoded:</source>
        <translation>{count} 支飞镖，解码为：</translation>
    </message>
</context>
<context>
    <name>DartsPage</name>
    <message>
        <source>All ellipses</source>
        <translation>所有椭圆</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Click near a point to choose its image.</source>
        <translation>点击某个点附近，选择它对应的图像。</translation>
    </message>
    <message>
        <source>Darts</source>
        <translation>飞镖</translation>
    </message>
    <message>
        <source>Draw one z from q(z|x) in every map and decode it</source>
        <translation>在每张图中从 q(z|x) 采样一个 z 并解码</translation>
    </message>
    <message>
        <source>Draw {count} z from q(z|x) in every map and decode them</source>
        <translation>在每张图中从 q(z|x) 采样 {count} 个 z 并解码</translation>
    </message>
    <message>
        <source>Exact posterior</source>
        <translation>精确后验</translation>
    </message>
    <message>
        <source>Show p(z|x) as heat: where the decoder itself would look for this image</source>
        <translation>用热力图显示 p(z|x)：解码器自己会到哪里去找这幅图像</translation>
    </message>
    <message>
        <source>Show q(z|x) of every image at 1 σ: how they tile the prior</source>
        <translation>显示每幅图像 q(z|x) 的 1σ 椭圆：看它们如何铺满先验</translation>
    </message>
    <message>
        <source>Take all darts out</source>
        <translation>拔掉所有飞镖</translation>
    </message>
    <message>
        <source>The data are not here: the picture decoded from its code stands in.</source>
        <translation>数据不在本机：用其编码解码出的图像代替。</translation>
    </message>
    <message>
        <source>The image whose distribution is sampled</source>
        <translation>对其分布采样的图像</translation>
    </message>
    <message>
        <source>Throw 1</source>
        <translation>投 1 支</translation>
    </message>
    <message>
        <source>Throw {count}</source>
        <translation>投 {count} 支</translation>
    </message>
    <message>
        <source>image {number}</source>
        <translation>图像 {number}</translation>
    </message>
</context>
<context>
    <name>DatasetButton</name>
    <message>
        <source>Arrays of images (*.npz *.npy)</source>
        <translation>图像数组 (*.npz *.npy)</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Open a file of images</source>
        <translation>打开图像文件</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>The images that models are trained on and compared with</source>
        <translation>用于训练和比较模型的图像</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>已在本机</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 幅图像</translation>
    </message>
    <message>
        <source>{size} to fetch</source>
        <translation>需下载 {size}</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>Codes lie up to {reach} from the origin: nothing holds them together, and most of the plane is empty.</source>
        <translation>编码离原点最远达 {reach}：没有什么把它们聚拢，平面大部分是空的。</translation>
    </message>
    <message>
        <source>Compare with a MAP autoencoder</source>
        <translation>换成 MAP 自编码器比较</translation>
    </message>
    <message>
        <source>Exploding codes</source>
        <translation>编码发散</translation>
    </message>
    <message>
        <source>Only {active:.0f} of {dimensions:.0f} latent dimensions are active: the smallest Var E[z∣x] is {variance}, active ones exceed 0.01. The decoder ignores the others.</source>
        <translation>{dimensions:.0f} 个隐变量维度中只有 {active:.0f} 个处于活跃状态：最小的 Var E[z∣x] 为 {variance}，活跃维度应大于 0.01。解码器忽略了其余维度。</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>过拟合</translation>
    </message>
    <message>
        <source>Posterior collapse</source>
        <translation>后验坍缩</translation>
    </message>
    <message>
        <source>Set c to {value}</source>
        <translation>将 c 设为 {value}</translation>
    </message>
    <message>
        <source>Set the learning rate to {value}</source>
        <translation>将学习率设为 {value}</translation>
    </message>
    <message>
        <source>Set weight decay to {value}</source>
        <translation>将权重衰减设为 {value}</translation>
    </message>
    <message>
        <source>Since epoch {epoch:.0f} the test curve has risen by {rise} nats while the training curve went on falling; they are {gap} nats apart.</source>
        <translation>自第 {epoch:.0f} 轮起，测试曲线上升了 {rise} 奈特，而训练曲线继续下降；两者相差 {gap} 奈特。</translation>
    </message>
    <message>
        <source>The learning rate is too high</source>
        <translation>学习率过高</translation>
    </message>
    <message>
        <source>The posteriors have shrunk to σ = {sigma} in a cloud of width {width}: at c = {c} the VAE behaves like a plain autoencoder.</source>
        <translation>后验已收缩到 σ = {sigma}，而编码云的宽度为 {width}：在 c = {c} 时，VAE 的表现与普通自编码器无异。</translation>
    </message>
    <message>
        <source>The test curve stays {gap} nats above the training curve: the images to learn from are known by heart.</source>
        <translation>测试曲线始终比训练曲线高 {gap} 奈特：训练图像已被死记下来。</translation>
    </message>
    <message>
        <source>Train for {value} epochs</source>
        <translation>只训练 {value} 轮</translation>
    </message>
    <message>
        <source>Train on all images</source>
        <translation>用全部图像训练</translation>
    </message>
    <message>
        <source>With a learning rate of {rate} the loss became infinite.</source>
        <translation>学习率为 {rate} 时，损失变成了无穷大。</translation>
    </message>
    <message>
        <source>With a learning rate of {rate} the training curve does not come down steadily: it jumped up by {jump} nats.</source>
        <translation>学习率为 {rate} 时，训练曲线不能平稳下降：曾突然上升 {jump} 奈特。</translation>
    </message>
    <message>
        <source>With a learning rate of {rate} the training curve lost what it had won: it ends {lost} nats above its lowest point. Where the codes have fallen together as well, c is not to blame.</source>
        <translation>学习率为 {rate} 时，训练曲线丢掉了已经取得的进步：结束时比最低点高 {lost} 奈特。即使编码也塌缩到了一起，原因也不在 c。</translation>
    </message>
    <message>
        <source>c is too small</source>
        <translation>c 过小</translation>
    </message>
</context>
<context>
    <name>DiagnosisPage</name>
    <message>
        <source>Diagnosis</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Diagnosis ({count})</source>
        <translation>诊断（{count}）</translation>
    </message>
    <message>
        <source>Looked for posterior collapse, a c that is too small, overfitting, exploding codes and a learning rate that is too high. A model is judged from its third epoch on.</source>
        <translation>已检查后验坍缩、c 过小、过拟合、编码发散以及学习率过高。模型从第三轮起才会被评判。</translation>
    </message>
    <message>
        <source>done: press Train</source>
        <translation>已设置，请点“训练”</translation>
    </message>
    <message>
        <source>each with one change to try in the next run</source>
        <translation>每一项都附有一个可在下次训练中尝试的改动</translation>
    </message>
    <message>
        <source>nothing is wrong with the models shown</source>
        <translation>当前显示的模型没有发现问题</translation>
    </message>
</context>
<context>
    <name>DrawCard</name>
    <message>
        <source>Draw something: its code moves in the map while you do.</source>
        <translation>画点什么：边画，它的编码就在图中移动。</translation>
    </message>
    <message>
        <source>Error of the reconstruction, pixel by pixel</source>
        <translation>逐像素的重建误差</translation>
    </message>
    <message>
        <source>Reconstruction of your picture</source>
        <translation>你的图画的重建</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>error, {nats} nats</source>
        <translation>误差，{nats} 奈特</translation>
    </message>
    <message>
        <source>reconstruction</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>−log p(x|z) at the code, summed over the pixels</source>
        <translation>编码处的 −log p(x|z)，对所有像素求和</translation>
    </message>
</context>
<context>
    <name>DrawPage</name>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Centre by mass</source>
        <translation>按质心居中</translation>
    </message>
    <message>
        <source>Choose the pen&apos;s colour</source>
        <translation>选择画笔颜色</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Click to bring a kept picture back and pin it again</source>
        <translation>点击可取回保留的图画并重新钉住</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Cut it out, fit it into 20/28 of the size and centre it by its mass, as in MNIST</source>
        <translation>裁出图画，缩放到尺寸的 20/28，并按质心居中，与 MNIST 的做法相同</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>画</translation>
    </message>
    <message>
        <source>Draw, or drop a picture here. Arrow keys move the pen, with Shift it draws.</source>
        <translation>在这里画，或把图片拖到这里。方向键移动画笔，按住 Shift 即可画线。</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮</translation>
    </message>
    <message>
        <source>Exchange light and dark; by itself where the data&apos;s ground asks for it</source>
        <translation>互换明暗；数据的底色需要时会自动反相</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反相</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Keep the picture, and pin its code in every map</source>
        <translation>保留这幅图画，并在每张图中钉住它的编码</translation>
    </message>
    <message>
        <source>Kept pictures</source>
        <translation>保留的图画</translation>
    </message>
    <message>
        <source>Open a picture</source>
        <translation>打开图片</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Take a picture from a file</source>
        <translation>从文件取一张图片</translation>
    </message>
    <message>
        <source>Take the last step back (Ctrl+Z)</source>
        <translation>撤销上一步（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Take the picture from the clipboard (Ctrl+V)</source>
        <translation>取剪贴板中的图片（Ctrl+V）</translation>
    </message>
    <message>
        <source>Thickness</source>
        <translation>粗细</translation>
    </message>
    <message>
        <source>Thickness of the pen</source>
        <translation>画笔粗细</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Wipe away</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Your own picture</source>
        <translation>你自己的图画</translation>
    </message>
    <message>
        <source>Your picture as the models see it</source>
        <translation>模型看到的你的图画</translation>
    </message>
    <message>
        <source>as the models see it</source>
        <translation>模型看到的样子</translation>
    </message>
</context>
<context>
    <name>Experiment</name>
    <message>
        <source>2-D against 16-D</source>
        <translation>2 维与 16 维</translation>
    </message>
    <message>
        <source>At the right c = 50 weighs the KL so much that all codes fall onto the origin: every place decodes to nearly the same image.</source>
        <translation>右图中 c = 50 使 KL 的权重过大，所有编码都落到原点：任何位置都解码成几乎相同的图像。</translation>
    </message>
    <message>
        <source>From left to right one term is added each time: a prior pulls the codes together, then every code becomes a cloud. Watch the gaps close.</source>
        <translation>从左到右每次增加一项：先是先验把编码聚拢，然后每个编码变成一团云。注意空洞如何闭合。</translation>
    </message>
    <message>
        <source>Linear against deep: PCA | AE</source>
        <translation>线性与深度：PCA | AE</translation>
    </message>
    <message>
        <source>Look how the test curves leave the dotted training curves, and whether the VAE holds out longer than the AE.</source>
        <translation>观察测试曲线如何离开虚点线的训练曲线，以及 VAE 是否比 AE 坚持得更久。</translation>
    </message>
    <message>
        <source>Only chance differs. The maps look turned and mirrored, yet the curves agree: the axes of a latent space mean nothing by themselves.</source>
        <translation>只有随机性不同。两张图像是旋转或镜像过的，曲线却一致：隐空间的坐标轴本身没有意义。</translation>
    </message>
    <message>
        <source>Overfit on 200 images</source>
        <translation>在 200 张图像上过拟合</translation>
    </message>
    <message>
        <source>PCA is the best linear autoencoder: look how much lower the AE&apos;s error gets, and how its classes come apart.</source>
        <translation>PCA 是最好的线性自编码器：看 AE 的误差能低多少，以及各类别如何分开。</translation>
    </message>
    <message>
        <source>Same model, two seeds</source>
        <translation>同一模型，两个随机种子</translation>
    </message>
    <message>
        <source>Three objectives: MLE | MAP | VAE</source>
        <translation>三种目标：MLE | MAP | VAE</translation>
    </message>
    <message>
        <source>With 16 dimensions the reconstruction is much better; compare the KL that they cost, and how many of them are active.</source>
        <translation>16 维的重建要好得多；比较它们所付出的 KL，以及其中有多少维是活跃的。</translation>
    </message>
    <message>
        <source>With c = 0.001 the VAE&apos;s clouds shrink to points: its map spreads out and gets gaps like the AE&apos;s.</source>
        <translation>c = 0.001 时，VAE 的云收缩成点：它的图散开，并像 AE 一样出现空洞。</translation>
    </message>
    <message>
        <source>c far too large</source>
        <translation>c 远远过大</translation>
    </message>
    <message>
        <source>c towards 0</source>
        <translation>c 趋于 0</translation>
    </message>
</context>
<context>
    <name>ExperimentStrip</name>
    <message>
        <source>Go back to the settings from before; the models stay</source>
        <translation>恢复之前的设置；模型保留</translation>
    </message>
    <message>
        <source>The maps differ</source>
        <translation>各图设置不同</translation>
    </message>
    <message>
        <source>end the experiment</source>
        <translation>结束实验</translation>
    </message>
    <message>
        <source>map {number}: {what}</source>
        <translation>图 {number}：{what}</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>随机种子 {seed}</translation>
    </message>
    <message>
        <source>{dimension}-D</source>
        <translation>{dimension} 维</translation>
    </message>
</context>
<context>
    <name>FigureMenu</name>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Drawings (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>PNG, 2× as sharp…</source>
        <translation>PNG，2 倍清晰度…</translation>
    </message>
    <message>
        <source>PNG, 4× as sharp…</source>
        <translation>PNG，4 倍清晰度…</translation>
    </message>
    <message>
        <source>PNG, as on the screen…</source>
        <translation>PNG，与屏幕一致…</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>SVG…</source>
        <translation>SVG…</translation>
    </message>
    <message>
        <source>Save as a figure</source>
        <translation>另存为插图</translation>
    </message>
    <message>
        <source>With the legend</source>
        <translation>附带图例</translation>
    </message>
</context>
<context>
    <name>FigurePanel</name>
    <message>
        <source>Chance level</source>
        <translation>随机水平</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Figures of all maps</source>
        <translation>所有图的指标</translation>
    </message>
    <message>
        <source>How far the posteriors lie from the prior, in nats per image: mean KL(q(z∣x)‖N(0, I))</source>
        <translation>各后验离先验有多远，单位为奈特／图像：KL(q(z∣x)‖N(0, I)) 的平均值</translation>
    </message>
    <message>
        <source>KL per image</source>
        <translation>每幅图像的 KL</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>Reconstruction error on the test images, in nats per image: mean −log p(x∣z)</source>
        <translation>测试图像上的重建误差，单位为奈特／图像：−log p(x∣z) 的平均值</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>all maps side by side</source>
        <translation>各图并列</translation>
    </message>
    <message>
        <source>all maps side by side · point at a figure to read what it means</source>
        <translation>各图并列 · 指向指标即可查看其含义</translation>
    </message>
    <message>
        <source>nats per image</source>
        <translation>奈特／图像</translation>
    </message>
    <message>
        <source>reconstruction</source>
        <translation>重建误差</translation>
    </message>
</context>
<context>
    <name>FigureText</name>
    <message>
        <source>By how much the decoder stretches a small area of the latent space; median over prior samples.</source>
        <translation>解码器把隐空间的一小块面积放大多少；取先验样本的中位数。</translation>
    </message>
    <message>
        <source>Chance level: {chance}</source>
        <translation>随机水平：{chance}</translation>
    </message>
    <message>
        <source>Distance between codes and prior under an inverse multiquadric kernel; at most 2.</source>
        <translation>逆多二次核下编码与先验之间的距离；最大为 2。</translation>
    </message>
    <message>
        <source>Error of the integration: at most {error}.</source>
        <translation>积分误差：不超过 {error}。</translation>
    </message>
    <message>
        <source>Every code carries a Gaussian kernel of bandwidth {bandwidth}.</source>
        <translation>每个编码带一个带宽为 {bandwidth} 的高斯核。</translation>
    </message>
    <message>
        <source>How far encoding what a prior sample decodes to lands from it; median over 2 000 samples.</source>
        <translation>先验样本解码后再编码，落点离原处有多远；取 2 000 个样本的中位数。</translation>
    </message>
    <message>
        <source>How far the distribution of all codes together is from the prior.</source>
        <translation>全部编码的总体分布离先验有多远。</translation>
    </message>
    <message>
        <source>How many real test images a decoded prior sample is close to, against what real ones have.</source>
        <translation>一个解码后的先验样本靠近多少幅真实测试图像，与真实图像之间的情形相比。</translation>
    </message>
    <message>
        <source>How much a code tells about which image it came from: the useful part of the KL term.</source>
        <translation>编码能在多大程度上说明它来自哪幅图像：KL 项中有用的部分。</translation>
    </message>
    <message>
        <source>How often the ten nearest codes name the class of an image.</source>
        <translation>最近的十个编码说中图像类别的频率。</translation>
    </message>
    <message>
        <source>It is defined only for models that encode an image as a distribution.</source>
        <translation>只对把图像编码为分布的模型有定义。</translation>
    </message>
    <message>
        <source>It needs labels, and these images have none.</source>
        <translation>需要标签，而这些图像没有标签。</translation>
    </message>
    <message>
        <source>It needs the images, and they are not open.</source>
        <translation>需要图像，而图像尚未打开。</translation>
    </message>
    <message>
        <source>KL of all codes from the prior</source>
        <translation>全部编码与先验的 KL</translation>
    </message>
    <message>
        <source>Latent dimensions whose code changes with the image at all.</source>
        <translation>编码确实随图像变化的隐空间维数。</translation>
    </message>
    <message>
        <source>MMD² from the prior</source>
        <translation>与先验的 MMD²</translation>
    </message>
    <message>
        <source>Measured on test images, pixel by pixel.</source>
        <translation>在测试图像上逐像素测得。</translation>
    </message>
    <message>
        <source>Measured on what the model decodes and encodes.</source>
        <translation>在模型自己的解码与编码上测得。</translation>
    </message>
    <message>
        <source>Measured on {count} codes, each judged by the others, for want of test images.</source>
        <translation>因没有测试图像，在 {count} 个编码上测得，每个由其余编码评判。</translation>
    </message>
    <message>
        <source>Measured on {count} codes.</source>
        <translation>在 {count} 个编码上测得。</translation>
    </message>
    <message>
        <source>Of {kl} nats of KL per image; at most log n = {limit}.</source>
        <translation>每幅图像的 KL 共 {kl} 奈特；上限为 log n = {limit}。</translation>
    </message>
    <message>
        <source>Share of decoded prior samples that look like some real test image.</source>
        <translation>解码后的先验样本中，与某幅真实测试图像相像的比例。</translation>
    </message>
    <message>
        <source>Share of real test images that have a decoded prior sample close to them.</source>
        <translation>真实测试图像中，附近有解码后先验样本的比例。</translation>
    </message>
    <message>
        <source>Share of real test images that lie among the decoded prior samples; low for every decoder of smooth means.</source>
        <translation>真实测试图像中，处于解码后先验样本之间的比例；凡输出平滑均值的解码器，此值都偏低。</translation>
    </message>
    <message>
        <source>Share of the prior, inside its 95 % disc, where codes are not a tenth as dense as the prior: samples drawn there are decoded where the decoder was hardly trained.</source>
        <translation>先验 95 % 圆盘内，编码密度不到先验十分之一的先验质量所占的比例：从那里抽取的样本会在解码器几乎没有训练过的地方解码。</translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation>来源：{source}</translation>
    </message>
    <message>
        <source>The same after moving, turning and scaling the codes to mean 0 and covariance 1, since the scale of an autoencoder&apos;s codes is arbitrary.</source>
        <translation>把编码平移、旋转、缩放到均值 0、协方差 1 之后的同一指标，因为自编码器编码的尺度是任意的。</translation>
    </message>
    <message>
        <source>The same with samples from a Gaussian fitted to the codes instead of the prior.</source>
        <translation>同一指标，但样本取自对编码拟合的高斯分布，而不是先验。</translation>
    </message>
    <message>
        <source>The same with samples from ten Gaussians fitted to the codes: with them even a plain autoencoder samples well.</source>
        <translation>同一指标，但样本取自对编码拟合的十个高斯的混合：用它，普通自编码器也能很好地采样。</translation>
    </message>
    <message>
        <source>Unit: {unit}</source>
        <translation>单位：{unit}</translation>
    </message>
    <message>
        <source>active units</source>
        <translation>活跃维数</translation>
    </message>
    <message>
        <source>coverage by a fitted Gaussian</source>
        <translation>拟合高斯的覆盖率</translation>
    </message>
    <message>
        <source>coverage by a fitted mixture</source>
        <translation>拟合混合高斯的覆盖率</translation>
    </message>
    <message>
        <source>coverage by prior samples</source>
        <translation>先验样本的覆盖率</translation>
    </message>
    <message>
        <source>coverage {value}</source>
        <translation>覆盖率 {value}</translation>
    </message>
    <message>
        <source>density of prior samples</source>
        <translation>先验样本的密度</translation>
    </message>
    <message>
        <source>dimensions</source>
        <translation>维</translation>
    </message>
    <message>
        <source>has no distribution</source>
        <translation>没有分布</translation>
    </message>
    <message>
        <source>holes</source>
        <translation>空洞</translation>
    </message>
    <message>
        <source>holes, codes rescaled</source>
        <translation>空洞（编码缩放后）</translation>
    </message>
    <message>
        <source>information of a code about its image</source>
        <translation>编码所含的图像信息</translation>
    </message>
    <message>
        <source>k-NN label accuracy</source>
        <translation>k-NN 标签准确率</translation>
    </message>
    <message>
        <source>kNN {value}</source>
        <translation>kNN {value}</translation>
    </message>
    <message>
        <source>local stretch</source>
        <translation>局部拉伸</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>nats per image</source>
        <translation>奈特／图像</translation>
    </message>
    <message>
        <source>needs labels</source>
        <translation>需要标签</translation>
    </message>
    <message>
        <source>needs the images</source>
        <translation>需要图像</translation>
    </message>
    <message>
        <source>none, a ratio</source>
        <translation>无量纲，比值</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>pixel lengths per unit of z, geometric mean over the dimensions</source>
        <translation>每单位 z 的像素长度，取各维的几何平均</translation>
    </message>
    <message>
        <source>pixel lengths per unit of z, to the power d</source>
        <translation>每单位 z 的像素长度的 d 次方</translation>
    </message>
    <message>
        <source>precision of prior samples</source>
        <translation>先验样本的精确率</translation>
    </message>
    <message>
        <source>q(z) {value}</source>
        <translation>q(z) {value}</translation>
    </message>
    <message>
        <source>recall of prior samples</source>
        <translation>先验样本的召回率</translation>
    </message>
    <message>
        <source>rescaled {value}</source>
        <translation>缩放后 {value}</translation>
    </message>
    <message>
        <source>round trip</source>
        <translation>往返误差</translation>
    </message>
    <message>
        <source>round trip {value} σ</source>
        <translation>往返误差 {value} σ</translation>
    </message>
    <message>
        <source>with mixture {value}</source>
        <translation>用混合高斯 {value}</translation>
    </message>
    <message>
        <source>{mark} holes {value}</source>
        <translation>{mark} 空洞 {value}</translation>
    </message>
    <message>
        <source>{value}, 95 % interval {interval}</source>
        <translation>{value}，95 % 区间 {interval}</translation>
    </message>
    <message>
        <source>σ of the codes</source>
        <translation>编码的 σ</translation>
    </message>
</context>
<context>
    <name>FollowStrip</name>
    <message>
        <source>Follow no more</source>
        <translation>停止跟随</translation>
    </message>
    <message>
        <source>Following {name}: epoch {epoch} of {epochs}</source>
        <translation>正在跟随 {name}：第 {epoch} / {epochs} 轮</translation>
    </message>
    <message>
        <source>Following {name}: epoch {epoch} of {epochs}. Another process writes it; here it is only looked at.</source>
        <translation>正在跟随 {name}：第 {epoch} / {epochs} 轮。由另一个进程写入，此处只能查看。</translation>
    </message>
    <message>
        <source>Following: {epoch} / {epochs}</source>
        <translation>跟随中：{epoch} / {epochs}</translation>
    </message>
</context>
<context>
    <name>FormulaView</name>
    <message>
        <source>Formula: {symbols}</source>
        <translation>公式：{symbols}</translation>
    </message>
    <message>
        <source>here: {value}</source>
        <translation>此处：{value}</translation>
    </message>
</context>
<context>
    <name>GlossaryPage</name>
    <message>
        <source>Find a term</source>
        <translation>查找术语</translation>
    </message>
    <message>
        <source>No term has “{text}” in it. Clear the field to see all of them.</source>
        <translation>没有包含“{text}”的术语。清空输入框可查看全部。</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of this language, zh_CN in the translation</comment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Close the help</source>
        <translation>关闭帮助</translation>
    </message>
    <message>
        <source>Close the help (Esc)</source>
        <translation>关闭帮助 (Esc)</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
</context>
<context>
    <name>Hint</name>
    <message>
        <source>0 fits</source>
        <translation>按 0 显示全部</translation>
    </message>
    <message>
        <source>? shows all keys</source>
        <translation>按 ? 显示所有按键</translation>
    </message>
    <message>
        <source>Click a point to see its cloud, then throw darts into it</source>
        <translation>点击一个点查看它的云，再向云中投飞镖</translation>
    </message>
    <message>
        <source>Click places or points to lead a path through them</source>
        <translation>点击位置或点，让路径经过它们</translation>
    </message>
    <message>
        <source>Drag a frame over points to select them</source>
        <translation>拖出方框以选中其中的点</translation>
    </message>
    <message>
        <source>Drag anywhere to decode</source>
        <translation>在任意处拖动即可解码</translation>
    </message>
    <message>
        <source>Draw around points to select them</source>
        <translation>圈住点以选中它们</translation>
    </message>
    <message>
        <source>Draw on the canvas at the right and watch where it is encoded</source>
        <translation>在右侧画布上画图，看它被编码到哪里</translation>
    </message>
    <message>
        <source>Getting ready: decoding starts in a moment</source>
        <translation>正在准备：马上就可以解码</translation>
    </message>
    <message>
        <source>Opening the model …</source>
        <translation>正在打开模型……</translation>
    </message>
    <message>
        <source>Press Train, or drop a model file on a map</source>
        <translation>按“训练”，或把模型文件拖到图上</translation>
    </message>
    <message>
        <source>Press to pin this place, drag to walk</source>
        <translation>按下固定这个位置，拖动即可漫步</translation>
    </message>
    <message>
        <source>Shift adds, Ctrl takes away, Esc gives up</source>
        <translation>Shift 追加，Ctrl 减去，Esc 放弃</translation>
    </message>
    <message>
        <source>Space lets training wait</source>
        <translation>空格键暂停训练</translation>
    </message>
    <message>
        <source>Training waits: Space goes on</source>
        <translation>训练已暂停：按空格键继续</translation>
    </message>
    <message>
        <source>arrows walk the pin, [ and ] visit its neighbours</source>
        <translation>方向键移动图钉，[ 和 ] 访问近邻</translation>
    </message>
    <message>
        <source>right-drag pans</source>
        <translation>右键拖动平移</translation>
    </message>
    <message>
        <source>the ringed image is the same in every map</source>
        <translation>各图中圈出的是同一幅图像</translation>
    </message>
    <message>
        <source>wheel zooms</source>
        <translation>滚轮缩放</translation>
    </message>
</context>
<context>
    <name>InfoButton</name>
    <message>
        <source>What am I looking at?</source>
        <translation>这是什么？</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>检视栏</translation>
    </message>
</context>
<context>
    <name>InspectorCard</name>
    <message>
        <source>Decoded image</source>
        <translation>解码图像</translation>
    </message>
    <message>
        <source>How far this place is backed by data: distances to the codes and their density, in standard deviations of the codes</source>
        <translation>此处有多少数据支撑：到各编码的距离及编码密度，以编码的标准差为单位</translation>
    </message>
    <message>
        <source>Nearest image</source>
        <translation>最近的图像</translation>
    </message>
    <message>
        <source>Neighbour {rank}</source>
        <translation>第 {rank} 近邻</translation>
    </message>
    <message>
        <source>Pin the code that is nearest to this place</source>
        <translation>钉住离此处最近的编码</translation>
    </message>
    <message>
        <source>Point at the map: what that place decodes to appears here.</source>
        <translation>将指针移到图上：该处的解码结果会显示在这里。</translation>
    </message>
    <message>
        <source>Show the real images instead of what their codes decode to</source>
        <translation>显示真实图像，而不是其编码的解码结果</translation>
    </message>
    <message>
        <source>decoded</source>
        <translation>解码结果</translation>
    </message>
    <message>
        <source>decoded, epoch {epoch}</source>
        <translation>解码（第 {epoch} 轮）</translation>
    </message>
    <message>
        <source>fetch the images</source>
        <translation>下载图像</translation>
    </message>
    <message>
        <source>final weights</source>
        <translation>最终权重</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>nearest code, decoded</source>
        <translation>最近编码的解码</translation>
    </message>
    <message>
        <source>nearest image</source>
        <translation>最近的图像</translation>
    </message>
    <message>
        <source>nearest, decoded</source>
        <translation>最近，解码</translation>
    </message>
    <message>
        <source>open the images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>to the nearest code</source>
        <translation>到最近的编码</translation>
    </message>
    <message>
        <source>{sigma} σ away</source>
        <translation>相距 {sigma} σ</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Ctrl or Alt + lasso</source>
        <translation>Ctrl 或 Alt + 套索</translation>
    </message>
    <message>
        <source>On a map</source>
        <translation>在图上</translation>
    </message>
    <message>
        <source>Shift + lasso</source>
        <translation>Shift + 套索</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Space + drag, right-drag</source>
        <translation>空格 + 拖动，右键拖动</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab，Shift+Tab</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>add to what is selected</source>
        <translation>追加到选中的点</translation>
    </message>
    <message>
        <source>come closer</source>
        <translation>靠近</translation>
    </message>
    <message>
        <source>double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>give up what the pointer is doing, then what is selected</source>
        <translation>放弃指针正在做的事，再按一次取消选择</translation>
    </message>
    <message>
        <source>go to the next or previous control</source>
        <translation>到下一个或上一个控件</translation>
    </message>
    <message>
        <source>move the plane</source>
        <translation>移动平面</translation>
    </message>
    <message>
        <source>open a model file in the map that has the keyboard</source>
        <translation>在拥有键盘焦点的图中打开模型文件</translation>
    </message>
    <message>
        <source>open or leave the guide</source>
        <translation>打开或离开导览</translation>
    </message>
    <message>
        <source>pause, go on</source>
        <translation>暂停，继续</translation>
    </message>
    <message>
        <source>pin the previous or next of the nearest codes</source>
        <translation>固定到上一个或下一个最近的编码</translation>
    </message>
    <message>
        <source>quit; nothing is lost</source>
        <translation>退出；什么也不会丢</translation>
    </message>
    <message>
        <source>save the model of that map</source>
        <translation>保存该图的模型</translation>
    </message>
    <message>
        <source>show all points</source>
        <translation>显示所有点</translation>
    </message>
    <message>
        <source>show this sheet</source>
        <translation>显示此页</translation>
    </message>
    <message>
        <source>take away from what is selected</source>
        <translation>从选中的点中减去</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>walk the pin; with Shift in larger steps</source>
        <translation>移动图钉；按住 Shift 步子更大</translation>
    </message>
    <message>
        <source>zoom in, zoom out</source>
        <translation>放大，缩小</translation>
    </message>
    <message>
        <source>← ↑ → ↓</source>
        <translation>← ↑ → ↓</translation>
    </message>
</context>
<context>
    <name>LabelCountModel</name>
    <message>
        <source>{name}: {count} of {total} selected</source>
        <translation>{name}：选中 {count} / {total}</translation>
    </message>
</context>
<context>
    <name>LatentMap</name>
    <message>
        <source>Latent map {number}</source>
        <translation>隐空间图 {number}</translation>
    </message>
    <message>
        <source>Pinned at {x}, {y}</source>
        <translation>固定于 {x}, {y}</translation>
    </message>
</context>
<context>
    <name>Layer</name>
    <message>
        <source>decoder, hidden layer {number}</source>
        <translation>解码器，第 {number} 隐藏层</translation>
    </message>
    <message>
        <source>encoder, hidden layer {number}</source>
        <translation>编码器，第 {number} 隐藏层</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>x: the image that goes in</source>
        <translation>x：输入的图像</translation>
    </message>
    <message>
        <source>x̂: the decoded picture</source>
        <translation>x̂：解码出的图像</translation>
    </message>
    <message>
        <source>z: the code</source>
        <translation>z：编码</translation>
    </message>
    <message>
        <source>{count} feature maps of {height} × {width}</source>
        <translation>{count} 个 {height} × {width} 的特征图</translation>
    </message>
    <message>
        <source>{count} numbers</source>
        <translation>{count} 个数</translation>
    </message>
    <message>
        <source>ε: the dart</source>
        <translation>ε：飞镖</translation>
    </message>
    <message>
        <source>μ: centre of the cloud</source>
        <translation>μ：云的中心</translation>
    </message>
    <message>
        <source>σ: width of the cloud</source>
        <translation>σ：云的宽度</translation>
    </message>
</context>
<context>
    <name>LayerView</name>
    <message>
        <source>Click a layer to see its activations.</source>
        <translation>点击一层，查看它的激活值。</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Classes: space hides one, enter shows it alone</source>
        <translation>类别：空格键隐藏，回车键单独显示</translation>
    </message>
    <message>
        <source>Find a class</source>
        <translation>查找类别</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show all classes</source>
        <translation>显示所有类别</translation>
    </message>
</context>
<context>
    <name>LegendModel</name>
    <message>
        <source>{name}, hidden</source>
        <translation>{name}，已隐藏</translation>
    </message>
    <message>
        <source>{name}: click hides, double click isolates</source>
        <translation>{name}：单击隐藏，双击单独显示</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Views jump where they would glide. More contrast is shown when the system asks for it.</source>
        <translation>视图直接跳转而不滑动。系统要求高对比度时，窗口会跟随。</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
</context>
<context>
    <name>LowerPanel</name>
    <message>
        <source>More</source>
        <comment>the rest of the pages</comment>
        <translation>更多</translation>
    </message>
    <message>
        <source>More pages</source>
        <translation>更多页面</translation>
    </message>
    <message>
        <source>The pages that there is no room for</source>
        <translation>放不下的页面</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>VAE Explorer</source>
        <translation>VAE Explorer</translation>
    </message>
</context>
<context>
    <name>MapCard</name>
    <message>
        <source>Latent map: {title}</source>
        <translation>隐空间图：{title}</translation>
    </message>
    <message>
        <source>No model of this kind for these images yet.
Press Train to make one, or open a model file.</source>
        <translation>这些图像还没有此类模型。
按“训练”来训练一个，或打开模型文件。</translation>
    </message>
    <message>
        <source>Opening the model …</source>
        <translation>正在打开模型…</translation>
    </message>
    <message>
        <source>Preparing the map …</source>
        <translation>正在准备图…</translation>
    </message>
</context>
<context>
    <name>MapHeader</name>
    <message>
        <source>How far the posteriors lie from the prior, in nats per image: mean KL(q(z∣x)‖N(0, I))</source>
        <translation>后验与先验的距离，每幅图像的奈特数：KL(q(z∣x)‖N(0, I)) 的均值</translation>
    </message>
    <message>
        <source>KL {nats}</source>
        <translation>KL {nats}</translation>
    </message>
    <message>
        <source>Reconstruction error on the test images, in nats per image: mean −log p(x∣z)</source>
        <translation>测试图像上的重建误差，每幅图像的奈特数：−log p(x∣z) 的均值</translation>
    </message>
    <message>
        <source>Reconstruction plus KL: the negative evidence lower bound, in nats per image</source>
        <translation>重建误差加 KL：负的证据下界，每幅图像的奈特数</translation>
    </message>
    <message>
        <source>Reconstruction plus the prior&apos;s term, in nats per image</source>
        <translation>重建误差加先验项，每幅图像的奈特数</translation>
    </message>
    <message>
        <source>The pull of the Gaussian prior, in nats per image: mean ‖z‖²/2</source>
        <translation>高斯先验的牵引，每幅图像的奈特数：‖z‖²/2 的均值</translation>
    </message>
    <message>
        <source>prior {nats}</source>
        <translation>先验 {nats}</translation>
    </message>
    <message>
        <source>recon {nats}</source>
        <translation>重建 {nats}</translation>
    </message>
    <message>
        <source>recon {nats} (Gaussian)</source>
        <translation>重建 {nats}（高斯）</translation>
    </message>
    <message>
        <source>total {nats}</source>
        <translation>合计 {nats}</translation>
    </message>
</context>
<context>
    <name>MapMenuButton</name>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>More for this map</source>
        <translation>此图的更多操作</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Open, save, save as a figure, reset the view</source>
        <translation>打开、保存、另存为插图、重置视图</translation>
    </message>
    <message>
        <source>Reset view (0)</source>
        <translation>重置视图 (0)</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the model</source>
        <translation>保存模型</translation>
    </message>
</context>
<context>
    <name>ModelButton</name>
    <message>
        <source>Model: {title}</source>
        <translation>模型：{title}</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Put another model here</source>
        <translation>在此换用其他模型</translation>
    </message>
</context>
<context>
    <name>ModelText</name>
    <message>
        <source>Autoencoder</source>
        <translation>自编码器</translation>
    </message>
    <message>
        <source>Encodes every image as a small cloud and fits the clouds to the prior.</source>
        <translation>变分自编码器：把每幅图像编码为一小团云，并使这些云贴合先验。</translation>
    </message>
    <message>
        <source>Learns to reconstruct, and nothing else: maximum likelihood.</source>
        <translation>只学习重建：最大似然。</translation>
    </message>
    <message>
        <source>MAP autoencoder</source>
        <translation>MAP 自编码器</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>Principal components: the best linear autoencoder, in closed form.</source>
        <translation>主成分分析：最优的线性自编码器，有闭式解。</translation>
    </message>
    <message>
        <source>Reconstructs while a Gaussian prior pulls the codes to the origin.</source>
        <translation>重建的同时，高斯先验把编码拉向原点：最大后验。</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>c is learned</source>
        <translation>c 由学习得到</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>{dimension}-D</source>
        <translation>{dimension} 维</translation>
    </message>
</context>
<context>
    <name>NetworkDiagram</name>
    <message>
        <source>Network: {title}</source>
        <translation>网络：{title}</translation>
    </message>
    <message>
        <source>Point at an image in a map to send it through this network.</source>
        <translation>把指针移到图中的一幅图像上，让它通过这个网络。</translation>
    </message>
    <message>
        <source>decoded</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>x (decoded)</source>
        <translation>x（解码所得）</translation>
    </message>
</context>
<context>
    <name>NetworkPanel</name>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>New ε</source>
        <translation>新的 ε</translation>
    </message>
    <message>
        <source>Throw another dart: draw a new ε, so z = μ + σ ε lands elsewhere</source>
        <translation>再投一支飞镖：抽取新的 ε，使 z = μ + σ ε 落在别处</translation>
    </message>
    <message>
        <source>heights true to scale · click a layer</source>
        <translation>高度按比例 · 点击一层</translation>
    </message>
    <message>
        <source>heights true to scale: how many numbers each layer holds · click one to see it</source>
        <translation>高度按比例：每层有多少个数 · 点击一层查看</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Broken pipe</source>
        <translation>管道已断开</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>连接被对方重置</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>设备或资源正被占用</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>文件夹不是空的</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名太长</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件太大</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>读写错误</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>没有到主机的路由</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有该文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>这不是文件夹</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许此操作</translation>
    </message>
    <message>
        <source>PCA is least squares and knows no Bernoulli likelihood</source>
        <translation>PCA 是最小二乘，没有伯努利似然</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统只读</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符号链接层数过多</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>a convolutional network needs a level</source>
        <translation>卷积网络至少需要一级</translation>
    </message>
    <message>
        <source>a file of this kind holds no data set</source>
        <translation>此类文件不含数据集</translation>
    </message>
    <message>
        <source>a path goes through {count} places at most</source>
        <translation>一条路径最多经过 {count} 个点</translation>
    </message>
    <message>
        <source>a process of this job was lost</source>
        <translation>该任务的一个进程已丢失</translation>
    </message>
    <message>
        <source>add images</source>
        <translation>请添加图像</translation>
    </message>
    <message>
        <source>add pictures to the folder</source>
        <translation>请向文件夹中添加图片</translation>
    </message>
    <message>
        <source>an IDX file of images begins with 00 00 08 03, one of labels with 00 00 08 01</source>
        <translation>IDX 图像文件以 00 00 08 03 开头，标签文件以 00 00 08 01 开头</translation>
    </message>
    <message>
        <source>an array of the shape {shape} does not hold images</source>
        <translation>形状为 {shape} 的数组不是图像</translation>
    </message>
    <message>
        <source>an array of {shape} {kind} takes {expected} bytes and {found} are there</source>
        <translation>形状为 {shape} 的 {kind} 数组需要 {expected} 字节，实有 {found} 字节</translation>
    </message>
    <message>
        <source>an image size of {height} × {width} is not possible</source>
        <translation>图像尺寸 {height} × {width} 不可用</translation>
    </message>
    <message>
        <source>another training is going on</source>
        <translation>另一次训练正在进行</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>both must have the same height, width and channels</source>
        <translation>两者的高、宽和通道数必须相同</translation>
    </message>
    <message>
        <source>bring back the data of that time, or start a new run</source>
        <translation>请恢复当时的数据，或开始新的训练</translation>
    </message>
    <message>
        <source>bring them to whole numbers in 0 … 255 or floats in 0 … 1</source>
        <translation>请转换为 0 … 255 的整数或 0 … 1 的浮点数</translation>
    </message>
    <message>
        <source>carry it out again to get its models</source>
        <translation>重新训练即可得到其模型</translation>
    </message>
    <message>
        <source>check that it exists and that you may read it</source>
        <translation>请检查它是否存在以及您是否有读取权限</translation>
    </message>
    <message>
        <source>check that the file exists and may be read</source>
        <translation>请检查文件是否存在且可读</translation>
    </message>
    <message>
        <source>check that the file may be read</source>
        <translation>请确认该文件可以读取</translation>
    </message>
    <message>
        <source>check the connection and try again: what came so far is kept</source>
        <translation>请检查网络连接后重试：已下载的部分会保留</translation>
    </message>
    <message>
        <source>check the rendezvous address and the network between the computers</source>
        <translation>请检查会合地址以及各计算机之间的网络</translation>
    </message>
    <message>
        <source>choose a folder that exists, may be written and has space left</source>
        <translation>请选择存在、可写且有剩余空间的文件夹</translation>
    </message>
    <message>
        <source>choose a folder with PNG or JPEG pictures, or one with the four IDX files</source>
        <translation>请选择含 PNG 或 JPEG 图片的文件夹，或含四个 IDX 文件的文件夹</translation>
    </message>
    <message>
        <source>choose a number from {lowest:g} to {highest:g}</source>
        <translation>请选择 {lowest:g} 到 {highest:g} 之间的数</translation>
    </message>
    <message>
        <source>choose a number, or the Gaussian likelihood</source>
        <translation>请选择一个数值，或选择高斯似然</translation>
    </message>
    <message>
        <source>choose a smaller network or another device</source>
        <translation>请选择更小的网络或其他设备</translation>
    </message>
    <message>
        <source>choose a smaller network, fewer images or smaller batches</source>
        <translation>请选择更小的网络、更少的图像或更小的批</translation>
    </message>
    <message>
        <source>choose a smaller scale, or SVG</source>
        <translation>请选择较小的倍数，或选择 SVG</translation>
    </message>
    <message>
        <source>choose another</source>
        <translation>请另选一个</translation>
    </message>
    <message>
        <source>choose another epoch of the newest run</source>
        <translation>请选择最近一次训练的另一轮</translation>
    </message>
    <message>
        <source>choose at least one model, and data with images to train, to test and to show</source>
        <translation>请至少选择一个模型，以及可供训练、测试和显示的图像</translation>
    </message>
    <message>
        <source>choose auto or one of {devices}</source>
        <translation>请选择 auto 或下列之一：{devices}</translation>
    </message>
    <message>
        <source>choose smaller networks if the run should survive being stopped</source>
        <translation>若希望训练中止后仍可继续，请选用较小的网络</translation>
    </message>
    <message>
        <source>choose the Gaussian likelihood for PCA</source>
        <translation>请为 PCA 选择高斯似然</translation>
    </message>
    <message>
        <source>choose the data the model was made for</source>
        <translation>请选择该模型所对应的数据</translation>
    </message>
    <message>
        <source>choose the folder that holds the pictures, not one far above it</source>
        <translation>请选择存放图片的文件夹，而不是其上层文件夹</translation>
    </message>
    <message>
        <source>draw around points with the lasso first</source>
        <translation>请先用套索圈选一些点</translation>
    </message>
    <message>
        <source>each side must lie between 1 and {limit} pixels</source>
        <translation>每边须在 1 到 {limit} 像素之间</translation>
    </message>
    <message>
        <source>epoch {epoch:g} is not kept any more, so training cannot go on from there</source>
        <translation>第 {epoch:g} 轮已不再保留，无法从那里继续训练</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>fetch it again</source>
        <translation>请重新下载</translation>
    </message>
    <message>
        <source>fetch it first: vae-explorer datasets fetch {name}</source>
        <translation>请先下载：vae-explorer datasets fetch {name}</translation>
    </message>
    <message>
        <source>fetch the file again</source>
        <translation>请重新下载该文件</translation>
    </message>
    <message>
        <source>fetch them, or choose other data such as Digits</source>
        <translation>请下载图像，或选择 Digits 等其他数据</translation>
    </message>
    <message>
        <source>follow it in the window&apos;s page of runs, or wait until it ends</source>
        <translation>请在窗口的“训练记录”页中跟随它，或等它结束</translation>
    </message>
    <message>
        <source>give a path that exists, or one of the names {names}</source>
        <translation>请给出存在的路径，或下列名称之一：{names}</translation>
    </message>
    <message>
        <source>give labels for both, or for none</source>
        <translation>请两部分都给出标签，或都不给</translation>
    </message>
    <message>
        <source>give one label for each image, or none at all</source>
        <translation>请为每幅图像给出一个标签，或完全不给</translation>
    </message>
    <message>
        <source>give one number or name for each image</source>
        <translation>请为每幅图像给出一个数字或名称</translation>
    </message>
    <message>
        <source>give yourself the right to write there, or delete the folder by hand</source>
        <translation>请取得该处的写入权限，或手动删除该文件夹</translation>
    </message>
    <message>
        <source>give yourself the right to write there, or open the run without going on with it</source>
        <translation>请取得该处的写入权限，或只打开而不继续这次训练</translation>
    </message>
    <message>
        <source>go on, or start the program anew if it misbehaves</source>
        <translation>可以继续使用；若行为异常，请重新启动程序</translation>
    </message>
    <message>
        <source>hidden layer width</source>
        <translation>隐藏层宽度</translation>
    </message>
    <message>
        <source>if it is yours, save it again with np.savez instead of np.savez_compressed</source>
        <translation>若是您自己的文件，请改用 np.savez 而非 np.savez_compressed 保存</translation>
    </message>
    <message>
        <source>image height</source>
        <translation>图像高度</translation>
    </message>
    <message>
        <source>image shape</source>
        <translation>图像形状</translation>
    </message>
    <message>
        <source>image width</source>
        <translation>图像宽度</translation>
    </message>
    <message>
        <source>image {index} holds a value that is not a finite number</source>
        <translation>第 {index} 幅图像含有非有限数值</translation>
    </message>
    <message>
        <source>images of {height} × {width} are too large: no side may exceed {limit} pixels</source>
        <translation>{height} × {width} 的图像过大：任何一边都不得超过 {limit} 像素</translation>
    </message>
    <message>
        <source>install VAE Explorer again</source>
        <translation>请重新安装 VAE Explorer</translation>
    </message>
    <message>
        <source>install one, such as Noto Sans CJK, and start the program anew</source>
        <translation>Install a Chinese font such as Noto Sans CJK and start anew · 请安装中文字体（如 Noto Sans CJK）后重新启动</translation>
    </message>
    <message>
        <source>it can be gone on with from the page of runs</source>
        <translation>可在“训练记录”页中继续</translation>
    </message>
    <message>
        <source>its header promises {expected} bytes and the file holds {found}</source>
        <translation>文件头声明 {expected} 字节，文件实有 {found} 字节</translation>
    </message>
    <message>
        <source>its header promises {expected} bytes, which {found} compressed ones cannot hold</source>
        <translation>文件头声明 {expected} 字节，{found} 个压缩字节装不下</translation>
    </message>
    <message>
        <source>its models can still be opened; to go on, carry the run out again from its start</source>
        <translation>其中的模型仍可打开；若要继续，请从头重新训练</translation>
    </message>
    <message>
        <source>latent dimension</source>
        <translation>隐变量维数</translation>
    </message>
    <message>
        <source>latent dimension of a PCA</source>
        <translation>PCA 的隐变量维数</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>likelihood</source>
        <translation>似然</translation>
    </message>
    <message>
        <source>line {number} of the run&apos;s events is not valid ({reason})</source>
        <translation>训练事件记录的第 {number} 行无效（{reason}）</translation>
    </message>
    <message>
        <source>lower the learning rate or raise c; the last good snapshot is kept</source>
        <translation>请降低学习率或增大 c；最后一个正常的快照已保留</translation>
    </message>
    <message>
        <source>make room or give yourself the right to write there</source>
        <translation>请腾出空间或取得该处的写权限</translation>
    </message>
    <message>
        <source>name a folder that may be written in {variable}</source>
        <translation>请在 {variable} 中指定一个可写的文件夹</translation>
    </message>
    <message>
        <source>name another folder for runs</source>
        <translation>请指定另一个存放训练记录的文件夹</translation>
    </message>
    <message>
        <source>name the images “images” or “x_train”, the labels “labels” or “y_train”</source>
        <translation>请将图像命名为“images”或“x_train”，标签命名为“labels”或“y_train”</translation>
    </message>
    <message>
        <source>no array of images is in this file, only: {names}</source>
        <translation>此文件中没有图像数组，只有：{names}</translation>
    </message>
    <message>
        <source>no data set has this name</source>
        <translation>没有这个名称的数据集</translation>
    </message>
    <message>
        <source>no font with Chinese characters is installed, so they show as boxes</source>
        <translation>No Chinese font is installed, so characters show as boxes · 未安装中文字体，文字会显示为方框</translation>
    </message>
    <message>
        <source>no mirror is known</source>
        <translation>没有已知的镜像</translation>
    </message>
    <message>
        <source>not possible</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>nothing is selected</source>
        <translation>没有选中任何图像</translation>
    </message>
    <message>
        <source>nothing since the last save is kept; resume the run from its folder with train --resume</source>
        <translation>上次保存之后的内容未能保留；请用 train --resume 从其文件夹继续训练</translation>
    </message>
    <message>
        <source>number of hidden layers</source>
        <translation>隐藏层数</translation>
    </message>
    <message>
        <source>number of images</source>
        <translation>图像数量</translation>
    </message>
    <message>
        <source>number of weights</source>
        <translation>权重数</translation>
    </message>
    <message>
        <source>number the classes 0, 1, 2, …</source>
        <translation>请将类别编号为 0、1、2、…</translation>
    </message>
    <message>
        <source>only one of the two parts, training and test, has labels</source>
        <translation>训练和测试两部分中只有一部分有标签</translation>
    </message>
    <message>
        <source>only the Gaussian likelihood has a variance that can be learned</source>
        <translation>只有高斯似然才有可学习的方差</translation>
    </message>
    <message>
        <source>open a file that was saved here or written by the train command</source>
        <translation>请打开由本程序保存或由 train 命令写出的文件</translation>
    </message>
    <message>
        <source>open a folder that holds run.toml</source>
        <translation>请打开含有 run.toml 的文件夹</translation>
    </message>
    <message>
        <source>open a model file</source>
        <translation>请打开模型文件</translation>
    </message>
    <message>
        <source>open an .npy or .npz file, a folder with IDX files, or a folder of pictures</source>
        <translation>请打开 .npy 或 .npz 文件、含 IDX 文件的文件夹或图片文件夹</translation>
    </message>
    <message>
        <source>open another file, or train the model again</source>
        <translation>请打开其他文件，或重新训练模型</translation>
    </message>
    <message>
        <source>open another run</source>
        <translation>请打开另一次训练</translation>
    </message>
    <message>
        <source>open it once more</source>
        <translation>请再打开一次</translation>
    </message>
    <message>
        <source>open it to look at it</source>
        <translation>可打开查看</translation>
    </message>
    <message>
        <source>open it with a newer version of the program</source>
        <translation>请用更新版本的程序打开</translation>
    </message>
    <message>
        <source>open or fetch them, or choose another part</source>
        <translation>请打开或下载图像，或选择另一部分</translation>
    </message>
    <message>
        <source>opening the data set was cancelled</source>
        <translation>已取消打开数据集</translation>
    </message>
    <message>
        <source>pixels of an image</source>
        <translation>每幅图像的像素数</translation>
    </message>
    <message>
        <source>press Train again in a moment</source>
        <translation>请稍后再按“训练”</translation>
    </message>
    <message>
        <source>put all four files of the data set into this folder</source>
        <translation>请把数据集的四个文件都放进此文件夹</translation>
    </message>
    <message>
        <source>remove or replace the file</source>
        <translation>请移除或替换该文件</translation>
    </message>
    <message>
        <source>remove the file from the folder or save it again as PNG</source>
        <translation>请将该文件移出文件夹，或另存为 PNG</translation>
    </message>
    <message>
        <source>remove the file to carry the run out again from its start</source>
        <translation>删除该文件即可从头重新训练</translation>
    </message>
    <message>
        <source>replace NaN and infinity before saving</source>
        <translation>请在保存前替换 NaN 和无穷大</translation>
    </message>
    <message>
        <source>save it again with np.save or np.savez</source>
        <translation>请用 np.save 或 np.savez 重新保存</translation>
    </message>
    <message>
        <source>save it again with np.savez</source>
        <translation>请用 np.savez 重新保存</translation>
    </message>
    <message>
        <source>save numbers: np.save(file, images.astype(np.uint8))</source>
        <translation>请保存数值：np.save(file, images.astype(np.uint8))</translation>
    </message>
    <message>
        <source>save one plain array of numbers</source>
        <translation>请保存一个普通的数值数组</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>shrink the images first</source>
        <translation>请先缩小图像</translation>
    </message>
    <message>
        <source>shrink the picture first</source>
        <translation>请先缩小图片</translation>
    </message>
    <message>
        <source>something went wrong inside the program: {error}</source>
        <translation>程序内部出错：{error}</translation>
    </message>
    <message>
        <source>start it from a desktop, or write a picture of the window with --screenshot FILE.png</source>
        <translation>请在桌面环境中启动，或用 --screenshot FILE.png 保存窗口图片</translation>
    </message>
    <message>
        <source>stop it first</source>
        <translation>请先停止它</translation>
    </message>
    <message>
        <source>stop it, or leave the guide, to train something else</source>
        <translation>要训练别的，请停止它，或离开导览</translation>
    </message>
    <message>
        <source>store at least two images</source>
        <translation>请至少存入两幅图像</translation>
    </message>
    <message>
        <source>store the labels as whole numbers or as texts</source>
        <translation>请将标签存为整数或文本</translation>
    </message>
    <message>
        <source>store them as (n, height, width) or (n, height, width, 1 or 3)</source>
        <translation>请存为 (n, 高, 宽) 或 (n, 高, 宽, 1 或 3)</translation>
    </message>
    <message>
        <source>store whole numbers in 0 … 255 or floats in 0 … 1</source>
        <translation>请存为 0 … 255 的整数或 0 … 1 的浮点数</translation>
    </message>
    <message>
        <source>take fewer or smaller images</source>
        <translation>请使用更少或更小的图像</translation>
    </message>
    <message>
        <source>take one back, or clear the path</source>
        <translation>请撤回一个点，或清除路径</translation>
    </message>
    <message>
        <source>the archive is damaged ({reason})</source>
        <translation>压缩包已损坏（{reason}）</translation>
    </message>
    <message>
        <source>the array ends after {found} of {expected} bytes</source>
        <translation>数组应有 {expected} 字节，只有 {found} 字节</translation>
    </message>
    <message>
        <source>the array holds Python objects, which are never loaded: they could run any program</source>
        <translation>数组含有 Python 对象，绝不会载入：它们可能运行任意程序</translation>
    </message>
    <message>
        <source>the array holds records or values of another kind than numbers</source>
        <translation>数组含有记录或非数值的内容</translation>
    </message>
    <message>
        <source>the array of images is empty: its shape is {shape}</source>
        <translation>图像数组为空：形状为 {shape}</translation>
    </message>
    <message>
        <source>the certificate of the server is not trusted</source>
        <translation>服务器的证书不受信任</translation>
    </message>
    <message>
        <source>the compiled training step cannot be loaded ({reason}); training goes on without it</source>
        <translation>无法加载编译后的训练步骤（{reason}）；训练将不使用它继续进行</translation>
    </message>
    <message>
        <source>the compiled training step cannot be used ({reason}); training goes on without it</source>
        <translation>无法使用编译后的训练步骤（{reason}）；训练将不使用它继续进行</translation>
    </message>
    <message>
        <source>the connection was cut</source>
        <translation>连接已中断</translation>
    </message>
    <message>
        <source>the data have changed since the run was begun</source>
        <translation>自训练开始以来数据已改变</translation>
    </message>
    <message>
        <source>the device&apos;s memory is small: batches of {from_size} are computed in parts of {to_size}</source>
        <translation>设备内存较小：每批 {from_size} 幅图像将分为每份 {to_size} 幅计算</translation>
    </message>
    <message>
        <source>the device&apos;s memory is too small for this network</source>
        <translation>设备内存不足以容纳此网络</translation>
    </message>
    <message>
        <source>the events of the run cannot be read: {reason}</source>
        <translation>无法读取训练的事件记录：{reason}</translation>
    </message>
    <message>
        <source>the events of the run cannot be written: {reason}</source>
        <translation>无法写入训练的事件记录：{reason}</translation>
    </message>
    <message>
        <source>the figure was saved</source>
        <translation>插图已保存</translation>
    </message>
    <message>
        <source>the file cannot be written: {reason}</source>
        <translation>无法写入文件：{reason}</translation>
    </message>
    <message>
        <source>the file ends within its header</source>
        <translation>文件在文件头处中断</translation>
    </message>
    <message>
        <source>the file has format {version}, and this program reads up to {known}</source>
        <translation>文件格式版本为 {version}，本程序最高支持 {known}</translation>
    </message>
    <message>
        <source>the file is cut short or damaged: fetch it again</source>
        <translation>文件不完整或已损坏：请重新下载</translation>
    </message>
    <message>
        <source>the file is cut short or damaged: save it again</source>
        <translation>文件不完整或已损坏：请重新保存</translation>
    </message>
    <message>
        <source>the file is no model of this program</source>
        <translation>该文件不是本程序的模型</translation>
    </message>
    <message>
        <source>the file train-images-idx3-ubyte is missing</source>
        <translation>缺少文件 train-images-idx3-ubyte</translation>
    </message>
    <message>
        <source>the film was saved</source>
        <translation>胶片已保存</translation>
    </message>
    <message>
        <source>the folder cannot be made: {reason}</source>
        <translation>无法创建文件夹：{reason}</translation>
    </message>
    <message>
        <source>the folder for downloads cannot be written ({reason})</source>
        <translation>下载文件夹不可写（{reason}）</translation>
    </message>
    <message>
        <source>the folder holds more than {limit} files</source>
        <translation>文件夹中的文件超过 {limit} 个</translation>
    </message>
    <message>
        <source>the folder of the run cannot be made: {reason}</source>
        <translation>无法创建训练的文件夹：{reason}</translation>
    </message>
    <message>
        <source>the gzip file is cut short: it ends after {found} of {expected} bytes</source>
        <translation>gzip 文件不完整：应有 {expected} 字节，只有 {found} 字节</translation>
    </message>
    <message>
        <source>the gzip file is damaged ({reason})</source>
        <translation>gzip 文件已损坏（{reason}）</translation>
    </message>
    <message>
        <source>the images are of the kind {kind}, and not numbers</source>
        <translation>图像类型为 {kind}，不是数值</translation>
    </message>
    <message>
        <source>the images are still being read</source>
        <translation>图像仍在读取中</translation>
    </message>
    <message>
        <source>the images are {found} and the model expects {expected}</source>
        <translation>图像为 {found}，而模型要求 {expected}</translation>
    </message>
    <message>
        <source>the images need {needed} of memory, and at most {limit} can be used here</source>
        <translation>这些图像需要 {needed} 内存，此处最多可用 {limit}</translation>
    </message>
    <message>
        <source>the label of image {index} is {value}, which is not a whole number</source>
        <translation>第 {index} 幅图像的标签为 {value}，不是整数</translation>
    </message>
    <message>
        <source>the labels are numbers in one part and texts in the other</source>
        <translation>一部分的标签是数字，另一部分是文本</translation>
    </message>
    <message>
        <source>the labels are of the kind {kind}, and neither numbers nor texts</source>
        <translation>标签类型为 {kind}，既不是数字也不是文本</translation>
    </message>
    <message>
        <source>the labels have the shape {shape}, which is not one label for each image</source>
        <translation>标签的形状为 {shape}，不是每幅图像一个标签</translation>
    </message>
    <message>
        <source>the labels have {count} different values, more than {most}, and were left out</source>
        <translation>标签有 {count} 种不同的值，超过 {most} 种，未予使用</translation>
    </message>
    <message>
        <source>the last good snapshot is kept</source>
        <translation>最后一个正常的快照已保留</translation>
    </message>
    <message>
        <source>the last {test} of {count} images were set aside for testing</source>
        <translation>{count} 幅图像中的最后 {test} 幅已留作测试</translation>
    </message>
    <message>
        <source>the loss of the {kind} is not a finite number at step {step}</source>
        <translation>{kind} 的损失在第 {step} 步变为非有限数值</translation>
    </message>
    <message>
        <source>the memory of this computer is too small for this run</source>
        <translation>本机内存不足以进行此次训练</translation>
    </message>
    <message>
        <source>the model file cannot be read: {reason}</source>
        <translation>无法读取模型文件：{reason}</translation>
    </message>
    <message>
        <source>the model file cannot be used: it claims {count} tensors, above the limit of {limit}</source>
        <translation>模型文件无法使用：声称有 {count} 个张量，超过上限 {limit}</translation>
    </message>
    <message>
        <source>the model file cannot be used: it ends before its header does</source>
        <translation>模型文件无法使用：文件在文件头结束前就中断了</translation>
    </message>
    <message>
        <source>the model file cannot be used: it holds {found} bytes of tensors, its header claims {claimed}</source>
        <translation>模型文件无法使用：张量实有 {found} 字节，文件头声称 {claimed}</translation>
    </message>
    <message>
        <source>the model file cannot be used: it is {size} bytes large, above the limit of {limit}</source>
        <translation>模型文件无法使用：大小为 {size} 字节，超过上限 {limit}</translation>
    </message>
    <message>
        <source>the model file cannot be used: its header cannot be read</source>
        <translation>模型文件无法使用：无法读取文件头</translation>
    </message>
    <message>
        <source>the model file cannot be used: its header claims {length} bytes, above the limit of {limit}</source>
        <translation>模型文件无法使用：文件头声称有 {length} 字节，超过上限 {limit}</translation>
    </message>
    <message>
        <source>the model file cannot be used: its metadata cannot be read</source>
        <translation>模型文件无法使用：无法读取元数据</translation>
    </message>
    <message>
        <source>the model file cannot be used: its tensors overlap or leave gaps</source>
        <translation>模型文件无法使用：张量有重叠或空缺</translation>
    </message>
    <message>
        <source>the model file cannot be used: the shape of {name} is impossible or does not fit its size</source>
        <translation>模型文件无法使用：{name} 的形状不可能或与大小不符</translation>
    </message>
    <message>
        <source>the model file cannot be used: {name} has the unsupported type {dtype}</source>
        <translation>模型文件无法使用：{name} 的类型 {dtype} 不受支持</translation>
    </message>
    <message>
        <source>the model file changed while it was read</source>
        <translation>模型文件在读取过程中被改动</translation>
    </message>
    <message>
        <source>the model file is damaged: a preview image lies outside its data set</source>
        <translation>模型文件已损坏：有预览图像不在其数据集中</translation>
    </message>
    <message>
        <source>the model file is damaged: a preview label has no name</source>
        <translation>模型文件已损坏：有预览标签没有名称</translation>
    </message>
    <message>
        <source>the model file is damaged: it holds {count} preview codes</source>
        <translation>模型文件已损坏：其中有 {count} 个预览编码</translation>
    </message>
    <message>
        <source>the model file is damaged: its description has an impossible {field}</source>
        <translation>模型文件已损坏：其描述中的 {field} 不可能</translation>
    </message>
    <message>
        <source>the model file is damaged: its description is not possible ({reason})</source>
        <translation>模型文件已损坏：其描述不可能成立（{reason}）</translation>
    </message>
    <message>
        <source>the model file is damaged: its description is not valid ({reason})</source>
        <translation>模型文件已损坏：其描述无效（{reason}）</translation>
    </message>
    <message>
        <source>the model file is damaged: its format version {version} never existed</source>
        <translation>模型文件已损坏：格式版本 {version} 从未存在</translation>
    </message>
    <message>
        <source>the model file is damaged: its network cannot be built</source>
        <translation>模型文件已损坏：无法构建其网络</translation>
    </message>
    <message>
        <source>the model file is damaged: its past codes have impossible epochs or scales</source>
        <translation>模型文件已损坏：历史编码的轮次或尺度不可能</translation>
    </message>
    <message>
        <source>the model file is damaged: {name} holds values that are not finite numbers</source>
        <translation>模型文件已损坏：{name} 含有非有限数值</translation>
    </message>
    <message>
        <source>the model file is damaged: {name} is missing or does not belong there</source>
        <translation>模型文件已损坏：{name} 缺失或多余</translation>
    </message>
    <message>
        <source>the model file is damaged: {name} is {dtype} {found}, where {expected} was expected</source>
        <translation>模型文件已损坏：{name} 为 {dtype} {found}，应为 {expected}</translation>
    </message>
    <message>
        <source>the model was not saved, since its file could not be read again: {reason}</source>
        <translation>模型未保存，因为写出的文件无法读回：{reason}</translation>
    </message>
    <message>
        <source>the model was saved</source>
        <translation>模型已保存</translation>
    </message>
    <message>
        <source>the names are {names}</source>
        <translation>可用名称：{names}</translation>
    </message>
    <message>
        <source>the processes of this job cannot reach one another: {reason}</source>
        <translation>该任务的各进程无法互相连接：{reason}</translation>
    </message>
    <message>
        <source>the run cannot be moved to the trash: {reason}</source>
        <translation>无法将训练移到回收站：{reason}</translation>
    </message>
    <message>
        <source>the run ended before it had learned anything</source>
        <translation>这次训练在学到任何内容之前就结束了</translation>
    </message>
    <message>
        <source>the run folder may not be written: {reason}</source>
        <translation>训练文件夹不可写入：{reason}</translation>
    </message>
    <message>
        <source>the run has format {version}, and this program reads up to {known}</source>
        <translation>该训练的格式版本为 {version}，本程序最高可读 {known}</translation>
    </message>
    <message>
        <source>the run is being written and cannot be deleted</source>
        <translation>这次训练正在写入，无法删除</translation>
    </message>
    <message>
        <source>the run is being written by another process</source>
        <translation>另一个进程正在写入这次训练</translation>
    </message>
    <message>
        <source>the run is finished</source>
        <translation>这次训练已经完成</translation>
    </message>
    <message>
        <source>the run that was followed is finished: epoch {epoch:.4g}</source>
        <translation>所跟随的训练已完成：第 {epoch:.4g} 轮</translation>
    </message>
    <message>
        <source>the run that was followed was cut off in epoch {epoch:.4g}</source>
        <translation>所跟随的训练在第 {epoch:.4g} 轮中断</translation>
    </message>
    <message>
        <source>the samples were saved</source>
        <translation>样本已保存</translation>
    </message>
    <message>
        <source>the selection was saved</source>
        <translation>选中的内容已保存</translation>
    </message>
    <message>
        <source>the server cannot be reached</source>
        <translation>无法连接服务器</translation>
    </message>
    <message>
        <source>the server does not answer</source>
        <translation>服务器没有回应</translation>
    </message>
    <message>
        <source>the server fell silent</source>
        <translation>服务器不再发送数据</translation>
    </message>
    <message>
        <source>the specification of the run is not valid ({reason})</source>
        <translation>训练的配置无效（{reason}）</translation>
    </message>
    <message>
        <source>the state belongs to another run: {name}</source>
        <translation>该状态属于另一次训练：{name}</translation>
    </message>
    <message>
        <source>the state of the run cannot be used ({reason})</source>
        <translation>训练的状态无法使用（{reason}）</translation>
    </message>
    <message>
        <source>the state of this run is larger than {limit} bytes and cannot be kept</source>
        <translation>这次训练的状态超过 {limit} 字节，无法保存</translation>
    </message>
    <message>
        <source>the test loss of the {kind} is not a finite number after step {step}</source>
        <translation>{kind} 的测试损失在第 {step} 步之后变为非有限数值</translation>
    </message>
    <message>
        <source>the training images are {train} and the test images {test}</source>
        <translation>训练图像为 {train}，测试图像为 {test}</translation>
    </message>
    <message>
        <source>the training step cannot be compiled ({reason}); training goes on without it</source>
        <translation>无法编译训练步骤（{reason}）；训练将不经编译继续进行</translation>
    </message>
    <message>
        <source>the training step cannot be recorded as a CUDA graph ({reason}); training goes on without it</source>
        <translation>无法将训练步骤录制为 CUDA 图（{reason}）；训练将不使用它继续进行</translation>
    </message>
    <message>
        <source>the values reach from {lowest} to {highest}</source>
        <translation>数值范围为 {lowest} 到 {highest}</translation>
    </message>
    <message>
        <source>the weights or codes of the {kind} are not finite numbers after step {step}</source>
        <translation>{kind} 的权重或编码在第 {step} 步之后变为非有限数值</translation>
    </message>
    <message>
        <source>the window was not drawn within {seconds} s</source>
        <translation>窗口未能在 {seconds} 秒内绘制完成</translation>
    </message>
    <message>
        <source>there are no pictures in this folder, only {others} other files</source>
        <translation>此文件夹中没有图片，只有 {others} 个其他文件</translation>
    </message>
    <message>
        <source>there are no samples to save yet</source>
        <translation>还没有可保存的样本</translation>
    </message>
    <message>
        <source>there are {labels} labels for {images} images</source>
        <translation>{images} 幅图像却有 {labels} 个标签</translation>
    </message>
    <message>
        <source>there is no data set, file or folder of this name</source>
        <translation>没有这个名称的数据集、文件或文件夹</translation>
    </message>
    <message>
        <source>there is no display to open a window on</source>
        <translation>没有可用来打开窗口的显示器</translation>
    </message>
    <message>
        <source>there is no model in this map yet</source>
        <translation>此图中还没有模型</translation>
    </message>
    <message>
        <source>there is not enough memory for a figure of {width} × {height} pixels</source>
        <translation>内存不足以绘制 {width} × {height} 像素的插图</translation>
    </message>
    <message>
        <source>there is not enough memory for these images</source>
        <translation>内存不足以容纳这些图像</translation>
    </message>
    <message>
        <source>there is nothing to go on with: the run is finished, or another process writes it</source>
        <translation>没有可继续的内容：训练已完成，或另一个进程正在写入</translation>
    </message>
    <message>
        <source>there is nothing to go on with; carry it out again to get the same figures</source>
        <translation>没有可继续的内容；重新训练即可得到相同的结果</translation>
    </message>
    <message>
        <source>there is nothing to train</source>
        <translation>没有可训练的内容</translation>
    </message>
    <message>
        <source>there is one image only, and a data set needs at least two</source>
        <translation>只有一幅图像，而数据集至少需要两幅</translation>
    </message>
    <message>
        <source>there is one picture only, and a data set needs at least two</source>
        <translation>只有一张图片，而数据集至少需要两张</translation>
    </message>
    <message>
        <source>these arrays were left out: {names}</source>
        <translation>未使用这些数组：{names}</translation>
    </message>
    <message>
        <source>these folders were left out: {names}</source>
        <translation>未使用这些文件夹：{names}</translation>
    </message>
    <message>
        <source>this cannot be read ({reason})</source>
        <translation>无法读取（{reason}）</translation>
    </message>
    <message>
        <source>this computer has no device of that name</source>
        <translation>本机没有这个名称的设备</translation>
    </message>
    <message>
        <source>this data set is not on this computer</source>
        <translation>此数据集不在本机上</translation>
    </message>
    <message>
        <source>this is no run: its specification cannot be read ({reason})</source>
        <translation>这不是训练记录：无法读取其配置（{reason}）</translation>
    </message>
    <message>
        <source>this is not a file</source>
        <translation>这不是文件</translation>
    </message>
    <message>
        <source>this is not a picture, or one of an unknown format</source>
        <translation>这不是图片，或格式未知</translation>
    </message>
    <message>
        <source>this is not an IDX file: it begins with the bytes {magic}</source>
        <translation>这不是 IDX 文件：开头字节为 {magic}</translation>
    </message>
    <message>
        <source>this is not an array in numpy&apos;s format, or its header is damaged</source>
        <translation>这不是 numpy 格式的数组，或其文件头已损坏</translation>
    </message>
    <message>
        <source>this part of the program is missing</source>
        <translation>程序缺少这一部分</translation>
    </message>
    <message>
        <source>this part of the trust needs the images, and they are not open</source>
        <translation>可信度的这一部分需要图像，而图像尚未打开</translation>
    </message>
    <message>
        <source>this picture is damaged or cannot be read ({reason})</source>
        <translation>图片已损坏或无法读取（{reason}）</translation>
    </message>
    <message>
        <source>this picture is too large ({size}): at most {limit} million pixels are decoded</source>
        <translation>图片过大（{size}）：最多解码 {limit} 百万像素</translation>
    </message>
    <message>
        <source>three more decoders are trained on the codes of each map; it takes a little while</source>
        <translation>正在每张图的编码上另外训练三个解码器，需要一点时间</translation>
    </message>
    <message>
        <source>too many layers</source>
        <translation>层数过多</translation>
    </message>
    <message>
        <source>train or open one first</source>
        <translation>请先训练或打开一个模型</translation>
    </message>
    <message>
        <source>train the model again</source>
        <translation>请重新训练模型</translation>
    </message>
    <message>
        <source>training ended by a mistake inside the program: {error}</source>
        <translation>训练因程序内部错误而结束：{error}</translation>
    </message>
    <message>
        <source>training needs the images, and they are not on this computer</source>
        <translation>训练需要图像，而它们不在本机上</translation>
    </message>
    <message>
        <source>try again when the computer is less busy</source>
        <translation>请在计算机较空闲时重试</translation>
    </message>
    <message>
        <source>use grey (1) or RGB (3) images</source>
        <translation>请使用灰度（1）或 RGB（3）图像</translation>
    </message>
    <message>
        <source>use more images or a smaller latent dimension</source>
        <translation>请使用更多图像或更小的隐变量维数</translation>
    </message>
    <message>
        <source>use one kind of label throughout</source>
        <translation>请统一使用一种标签</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>write 1 to {most}</source>
        <translation>请输入 1 到 {most}</translation>
    </message>
    <message>
        <source>write a number from {lowest} to {highest}</source>
        <translation>请输入 {lowest} 到 {highest} 之间的数</translation>
    </message>
    <message>
        <source>write at least one number</source>
        <translation>请至少输入一个数字</translation>
    </message>
    <message>
        <source>write at most {most}</source>
        <translation>请最多输入 {most} 个</translation>
    </message>
    <message>
        <source>write numbers, such as 512, 256, 128</source>
        <translation>请输入数字，例如 512, 256, 128</translation>
    </message>
    <message>
        <source>your last training was kept: {kinds} on {dataset}, epoch {epoch:.0f} of {epochs}</source>
        <translation>上次训练已保留：{dataset} 上的 {kinds}，第 {epoch:.0f} 轮，共 {epochs} 轮</translation>
    </message>
    <message>
        <source>your own run waits while the guide is open</source>
        <translation>导览打开期间，你自己的训练在等待</translation>
    </message>
    <message>
        <source>{channels} channels are not possible</source>
        <translation>不支持 {channels} 个通道</translation>
    </message>
    <message>
        <source>{count} grey pictures were read as coloured, like the others</source>
        <translation>{count} 幅灰度图片已与其他图片一样按彩色读取</translation>
    </message>
    <message>
        <source>{count} images are too few for {latent_dim} principal components</source>
        <translation>{count} 幅图像不足以求出 {latent_dim} 个主成分</translation>
    </message>
    <message>
        <source>{count} images of {height} × {width} were brought to {new_height} × {new_width}</source>
        <translation>{count} 幅 {height} × {width} 的图像已缩放为 {new_height} × {new_width}</translation>
    </message>
    <message>
        <source>{count} pictures lie beside the subfolders and have no label</source>
        <translation>{count} 幅图片与子文件夹并列，没有标签</translation>
    </message>
    <message>
        <source>{count} pictures with transparency were laid on black</source>
        <translation>{count} 幅带透明度的图片已铺在黑底上</translation>
    </message>
    <message>
        <source>{file} could not be fetched ({reasons})</source>
        <translation>无法下载 {file}（{reasons}）</translation>
    </message>
    <message>
        <source>{name} is damaged, or packed in a way that numpy does not use</source>
        <translation>{name} 已损坏，或其打包方式不是 numpy 所用</translation>
    </message>
    <message>
        <source>{name} would unpack from {packed} to {unpacked} bytes, as a bomb does and images do not</source>
        <translation>{name} 会从 {packed} 字节解压到 {unpacked} 字节，像压缩炸弹而不像图像</translation>
    </message>
    <message>
        <source>{others} of {count} pictures had another size and were brought to {height} × {width}</source>
        <translation>{count} 幅图片中有 {others} 幅尺寸不同，已缩放为 {height} × {width}</translation>
    </message>
    <message>
        <source>{others} other files and {hidden} hidden ones were skipped</source>
        <translation>已跳过 {others} 个其他文件和 {hidden} 个隐藏文件</translation>
    </message>
    <message>
        <source>{test} of {count} images were set aside for testing</source>
        <translation>{count} 幅图像中的 {test} 幅已留作测试</translation>
    </message>
    <message>
        <source>{value} is not possible</source>
        <translation>{value} 不可用</translation>
    </message>
    <message>
        <source>{width} is no possible width</source>
        <translation>宽度 {width} 不可用</translation>
    </message>
    <message>
        <source>“{word}” is no width</source>
        <translation>“{word}”不是宽度</translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>NoticeStack</name>
    <message>
        <source>Earlier messages waiting: {count}</source>
        <translation>更早的消息：{count} 条</translation>
    </message>
</context>
<context>
    <name>NoticeText</name>
    <message>
        <source>.</source>
        <comment>the stop at a sentence&apos;s end</comment>
        <translation>。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Fetch the images</source>
        <translation>下载图像</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
</context>
<context>
    <name>OpacityRow</name>
    <message>
        <source>How strongly the underlay is drawn</source>
        <translation>底图绘制的浓淡</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the underlay</source>
        <translation>底图的不透明度</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>A film per model of the way through the clicked places; each frame says how far it is backed by data, and gaps are marked.</source>
        <translation>每个模型一部短片，沿着点击过的位置走；每一帧说明有多少数据支持，空洞会标出。</translation>
    </message>
    <message>
        <source>Each curve is a mean over images, in nats per image, after every epoch: on the test images as lines, on the training images dotted. Lower is better.</source>
        <translation>每条曲线是每轮之后对图像的平均，单位为每幅图像的奈特数：实线为测试图像，点线为训练图像。越低越好。</translation>
    </message>
    <message>
        <source>Each model as a point: how many nats its codes keep (KL) against how much it fails to reconstruct. Turning c moves it along the curve.</source>
        <translation>每个模型是一个点：编码保留了多少奈特（KL），对照重建误差有多大。转动 c，点沿曲线移动。</translation>
    </message>
    <message>
        <source>Every run is a folder with its specification, events and snapshots. Open two of them in the maps, go on with one, or make it again with the same seed.</source>
        <translation>每次运行是一个文件夹，含规格、事件和快照。可以在图中打开其中两个、接着运行，或用相同的种子重做。</translation>
    </message>
    <message>
        <source>How full of gaps each latent space is, each figure with its formula, unit and chance level in its tool tip; measured in the background.</source>
        <translation>每个隐空间有多少空洞；每个数字的公式、单位和随机水平见其提示；在后台度量。</translation>
    </message>
    <message>
        <source>How the evidence lower bound comes about, line by line, with the numbers of the image on screen. The evidence is added up on a grid over the plane.</source>
        <translation>证据下界如何逐行得出，使用当前图像的数字。证据由平面上的网格相加得到。</translation>
    </message>
    <message>
        <source>One training step taken apart: what was encoded, drawn, decoded, and how weights moved.</source>
        <translation>拆开一个训练步：编码了什么、抽取了什么、解码了什么，以及权重如何变化。</translation>
    </message>
    <message>
        <source>The latent plane of one model. Every point is an image of the preview set, at the code that the encoder gives it; colour and form say its class. Dashed circles are the prior&apos;s 1, 2 and 3 σ.</source>
        <translation>一个模型的隐平面。每个点是预览集中的一幅图像，位于编码器给它的编码处；颜色和形状表示类别。虚线圆是先验的 1、2、3 σ。</translation>
    </message>
    <message>
        <source>The networks of the models in the maps. Each bar is a layer, as high as it has numbers; its stripes are the activations of the image on screen, one colour above 0 and one below.</source>
        <translation>各图中模型的网络。每根条是一层，有多少个数就有多高；条纹是当前图像的激活值，大于 0 与小于 0 各用一种颜色。</translation>
    </message>
    <message>
        <source>What the decoder draws at the place under the pointer, else at the pin; beside it the image whose code is nearest, below it the next five, and how far the place is backed by data.</source>
        <translation>解码器在指针处（否则在图钉处）画出的图像；旁边是编码最近的图像，下面是其次的几幅，以及该位置有多少数据支持。</translation>
    </message>
    <message>
        <source>What training often goes wrong by, looked for in every model in the maps. The small figure proves it: bars beside a dashed threshold, or the test curve over the dotted training curve.</source>
        <translation>在各图的模型中查找训练常见的毛病。小图给出依据：虚线阈值旁的条形，或测试曲线与虚点的训练曲线。</translation>
    </message>
</context>
<context>
    <name>PathPanel</name>
    <message>
        <source>Begin a new path</source>
        <translation>开始新的路径</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Geodesic</source>
        <translation>测地线</translation>
    </message>
    <message>
        <source>Moving pictures (*.apng *.png)</source>
        <translation>动图 (*.apng *.png)</translation>
    </message>
    <message>
        <source>Moving pictures (*.gif)</source>
        <translation>动图 (*.gif)</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play the frames, over and over</source>
        <translation>循环播放各帧</translation>
    </message>
    <message>
        <source>Save the film</source>
        <translation>保存胶片</translation>
    </message>
    <message>
        <source>Save the frames as GIF, APNG or a strip</source>
        <translation>把各帧保存为 GIF、APNG 或长条图</translation>
    </message>
    <message>
        <source>Straight</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take the last place of the path back</source>
        <translation>撤回路径的最后一个点</translation>
    </message>
    <message>
        <source>Walk the straight line in the latent space</source>
        <translation>沿隐空间中的直线行走</translation>
    </message>
    <message>
        <source>Walk the way on which the decoded image changes least (pull-back metric). It knows nothing of the data, and may well lead through gaps.</source>
        <translation>沿解码图像变化最小的路线行走（拉回度量）。它对数据一无所知，完全可能穿过空洞。</translation>
    </message>
    <message>
        <source>bar full: in the data, half: at the edge, empty: in a gap</source>
        <translation>横条全满：在数据中；半满：在边缘；空：在空洞中</translation>
    </message>
    <message>
        <source>bar: how far backed by data</source>
        <translation>横条：有多少数据支撑</translation>
    </message>
    <message>
        <source>click two or more places in a map</source>
        <translation>在一张图中点击两个或更多位置</translation>
    </message>
    <message>
        <source>click two or more places or points in a map; the others follow by the same images</source>
        <translation>在一张图中点击两个或更多位置或点；其他图按相同的图像跟随</translation>
    </message>
    <message>
        <source>click where the path shall lead</source>
        <translation>点击路径要通向的位置</translation>
    </message>
    <message>
        <source>{map} as APNG…</source>
        <translation>{map} 存为 APNG…</translation>
    </message>
    <message>
        <source>{map} as GIF…</source>
        <translation>{map} 存为 GIF…</translation>
    </message>
    <message>
        <source>{map} as PNG strip…</source>
        <translation>{map} 存为 PNG 长条图…</translation>
    </message>
</context>
<context>
    <name>PathRow</name>
    <message>
        <source>Frames of the path</source>
        <translation>路径的各帧</translation>
    </message>
    <message>
        <source>Share of the way that leads through gaps, and how much the decoded image changes along it (sum of the distances between neighbouring frames, pixels in 0 … 1)</source>
        <translation>路线穿过空洞的比例，以及解码图像沿途的变化量（相邻帧距离之和，像素取 0 … 1）</translation>
    </message>
    <message>
        <source>being walked …</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>gaps {share} % · length {length}</source>
        <translation>空洞 {share} % · 长度 {length}</translation>
    </message>
    <message>
        <source>no path yet: click two or more places in a map</source>
        <translation>还没有路径：在一张图中点击两个或更多位置</translation>
    </message>
    <message>
        <source>the path leads through images that this map does not have</source>
        <translation>路径经过的图像不在此图中</translation>
    </message>
    <message>
        <source>{verdict}, {sigma} σ</source>
        <translation>{verdict}，{sigma} σ</translation>
    </message>
</context>
<context>
    <name>Plane</name>
    <message>
        <source>PC {number}</source>
        <translation>主成分 {number}</translation>
    </message>
    <message>
        <source>{percent} % of the codes&apos; variance</source>
        <translation>占隐变量方差的 {percent} %</translation>
    </message>
</context>
<context>
    <name>PlaneBar</name>
    <message>
        <source>Axes</source>
        <translation>坐标轴</translation>
    </message>
    <message>
        <source>Axis to the right</source>
        <translation>向右的轴</translation>
    </message>
    <message>
        <source>Axis upwards</source>
        <translation>向上的轴</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>主成分</translation>
    </message>
    <message>
        <source>The axis that points to the right</source>
        <translation>指向右方的轴</translation>
    </message>
    <message>
        <source>The axis that points up</source>
        <translation>指向上方的轴</translation>
    </message>
    <message>
        <source>This latent space has more than two dimensions: choose the plane that the map shows</source>
        <translation>这个隐空间超过二维：选择图中显示的平面</translation>
    </message>
    <message>
        <source>What spans the plane</source>
        <translation>平面由什么张成</translation>
    </message>
    <message>
        <source>Where the plane lies along the directions that it does not show</source>
        <translation>平面在未显示的各方向上所处的位置</translation>
    </message>
</context>
<context>
    <name>PlaneSliders</name>
    <message>
        <source>Let the plane go through the code of the image nearest to the pin, and pin that</source>
        <translation>让平面穿过离标记点最近的图像的编码，并标记它</translation>
    </message>
    <message>
        <source>Let the plane go through the mean of the codes</source>
        <translation>让平面穿过所有编码的均值</translation>
    </message>
    <message>
        <source>Position along {direction}</source>
        <translation>沿 {direction} 的位置</translation>
    </message>
    <message>
        <source>To the mean</source>
        <translation>移到均值</translation>
    </message>
    <message>
        <source>To the nearest image</source>
        <translation>移到最近的图像</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>epoch {epoch} / {epochs}</source>
        <translation>第 {epoch} / {epochs} 轮</translation>
    </message>
    <message>
        <source>fetching {title}</source>
        <translation>正在下载 {title}</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在下载…</translation>
    </message>
    <message>
        <source>loading PyTorch …</source>
        <translation>正在载入 PyTorch…</translation>
    </message>
    <message>
        <source>opening {title} …</source>
        <translation>正在打开 {title}…</translation>
    </message>
    <message>
        <source>opening …</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{rate} images/s</source>
        <translation>{rate} 图像/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>Quantity</name>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>KL of the posterior</source>
        <translation>后验的 KL 散度</translation>
    </message>
    <message>
        <source>KL(q(z∣x)‖p(z)), nats</source>
        <translation>KL(q(z∣x)‖p(z))（奈特）</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>its images have no column “{column}”</source>
        <translation>其图像没有“{column}”这一列</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>measuring: {quantity} …</source>
        <translation>正在测量：{quantity}……</translation>
    </message>
    <message>
        <source>no posterior: its codes are points</source>
        <translation>没有后验：编码是确定的点</translation>
    </message>
    <message>
        <source>reconstruction error</source>
        <translation>重建误差</translation>
    </message>
    <message>
        <source>reconstruction error, nats</source>
        <translation>重建误差（奈特）</translation>
    </message>
    <message>
        <source>share of the codes per σ{power}</source>
        <translation>每 σ{power} 内的编码占比</translation>
    </message>
    <message>
        <source>the error needs the images, which are not at hand</source>
        <translation>计算误差需要原始图像，而图像不在本机</translation>
    </message>
    <message>
        <source>there is nothing to measure here</source>
        <translation>这里没有可测量的值</translation>
    </message>
</context>
<context>
    <name>RatePage</name>
    <message>
        <source>A VAE or a MAP autoencoder leaves a trail here: what its codes cost, and how well they reconstruct.</source>
        <translation>VAE 或 MAP 自编码器会在这里留下轨迹：编码的代价，以及重建的好坏。</translation>
    </message>
    <message>
        <source>Rate–distortion</source>
        <translation>率–失真</translation>
    </message>
    <message>
        <source>Reconstruction against KL, a trail per model</source>
        <translation>重建误差对 KL，每个模型一条轨迹</translation>
    </message>
    <message>
        <source>distortion</source>
        <translation>失真</translation>
    </message>
    <message>
        <source>distortion {nats}</source>
        <translation>失真 {nats}</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>on a dashed line all models have the same total; towards the lower left is better</source>
        <translation>同一条虚线上总和相同；越靠左下越好</translation>
    </message>
    <message>
        <source>rate {nats}</source>
        <translation>率 {nats}</translation>
    </message>
    <message>
        <source>rate: KL (prior term) in nats per image</source>
        <translation>率：KL（先验项），奈特 / 图像</translation>
    </message>
    <message>
        <source>total {nats}</source>
        <translation>总和 {nats}</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Carry it out again: the same seed gives the same figures</source>
        <translation>重新训练一次：相同的种子得到相同的结果</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Every training is kept here from its first moment on. Press Train to begin.</source>
        <translation>每次训练从一开始就保存在这里。按“训练”即可开始。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on with the training where it was cut off</source>
        <translation>从中断处继续训练</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Put the models of this run into the maps; follow it while it trains</source>
        <translation>将这次训练的模型放入图中；若仍在训练则跟随它</translation>
    </message>
    <message>
        <source>Put the models of two runs side by side</source>
        <translation>将两次训练的模型并排放置</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the runs</source>
        <translation>搜索训练记录</translation>
    </message>
    <message>
        <source>Show the folder in the file browser</source>
        <translation>在文件管理器中显示该文件夹</translation>
    </message>
</context>
<context>
    <name>RunTableModel</name>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Test, nats</source>
        <translation>测试（奈特）</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>被中断</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>training elsewhere</source>
        <translation>在别处训练中</translation>
    </message>
    <message>
        <source>training here</source>
        <translation>在此训练中</translation>
    </message>
    <message>
        <source>{network} {hidden}, {latent_dim}-D, batches of {batch_size}, learning rate {rate:g}, seed {seed}</source>
        <translation>{network} {hidden}，{latent_dim} 维，批大小 {batch_size}，学习率 {rate:g}，种子 {seed}</translation>
    </message>
</context>
<context>
    <name>SelectionPage</name>
    <message>
        <source>All selected images on one sheet, class by class</source>
        <translation>所有选中的图像按类别排在一张图上</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Draw around points in a map: the same images are selected in every map. With Shift they are added, with Ctrl or Alt taken away; Esc selects nothing.</source>
        <translation>在任一图中圈选点：同样的图像会在所有图中被选中。按住 Shift 追加，按住 Ctrl 或 Alt 减去，按 Esc 取消选择。</translation>
    </message>
    <message>
        <source>No image is selected</source>
        <translation>没有选中图像</translation>
    </message>
    <message>
        <source>PNG…</source>
        <translation>PNG…</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Position, label and the codes of every map, one row per image</source>
        <translation>每幅图像一行：序号、标签以及它在各图中的编码</translation>
    </message>
    <message>
        <source>Save the selection</source>
        <translation>保存选中的图像</translation>
    </message>
    <message>
        <source>Save the selection as a picture</source>
        <translation>将选中的图像存为图片</translation>
    </message>
    <message>
        <source>Save the selection as a table</source>
        <translation>将选中的图像存为表格</translation>
    </message>
    <message>
        <source>Select nothing (Esc)</source>
        <translation>取消全部选择（Esc）</translation>
    </message>
    <message>
        <source>Selected images</source>
        <translation>选中的图像</translation>
    </message>
    <message>
        <source>Selected images by class</source>
        <translation>按类别统计的选中图像</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选中的图像</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>the images</source>
        <translation>原始图像</translation>
    </message>
    <message>
        <source>what their codes decode to</source>
        <translation>由编码解码得到的图像</translation>
    </message>
    <message>
        <source>without a label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>{count} of {total} images</source>
        <translation>{count} / {total} 幅图像</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Bernoulli</source>
        <translation>伯努利</translation>
    </message>
    <message>
        <source>Compiled steps</source>
        <translation>编译训练步骤</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Equivalent β = {beta}</source>
        <translation>等效 β = {beta}</translation>
    </message>
    <message>
        <source>Equivalent β = {beta} beside ‖x − f(z)‖²/2</source>
        <translation>等效 β = {beta}（相对 ‖x − f(z)‖²/2）</translation>
    </message>
    <message>
        <source>Fully connected layers, or convolutions that halve the image at every level.</source>
        <translation>全连接层，或每层将图像缩小一半的卷积。</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>高斯</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>How a pixel may differ from what is decoded: −log p(x∣z) is the reconstruction error.</source>
        <translation>像素与解码值的差异服从什么分布：−log p(x∣z) 即重建误差。</translation>
    </message>
    <message>
        <source>How many images are learnt from, always the same; few are learnt by heart.</source>
        <translation>用多少张图像学习，每次都是相同的那些；太少就会被死记下来。</translation>
    </message>
    <message>
        <source>How many numbers an image is squeezed into; 2 can be seen whole.</source>
        <translation>一幅图像被压缩成几个数；2 维可以完整地看到。</translation>
    </message>
    <message>
        <source>How often training goes through all images</source>
        <translation>训练遍历全部图像的次数</translation>
    </message>
    <message>
        <source>How strongly weights are pulled to zero at each step.</source>
        <translation>每一步把权重拉向零的强度。</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像数</translation>
    </message>
    <message>
        <source>Images per step: small batches learn more per image, large ones run faster; at 0 it is what suits the number of images.</source>
        <translation>每步的图像数：小批每幅图像学得更多，大批跑得更快；为 0 时取适合图像总数的值。</translation>
    </message>
    <message>
        <source>Latent dimension</source>
        <translation>隐变量维数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Let a compiler make each training step faster, at nearly the same loss; that takes half a minute first, so auto does it beside long runs only.</source>
        <translation>由编译器加快每个训练步骤，损失几乎相同；编译需先花约半分钟，因此“自动”只在较长的训练中于后台进行。</translation>
    </message>
    <message>
        <source>Let training find the observation variance; only the Gaussian likelihood has one.</source>
        <translation>让训练自行求出观测方差；只有高斯似然才有。</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>似然</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>目标函数</translation>
    </message>
    <message>
        <source>On grey values this bounds no true likelihood.</source>
        <translation>对灰度值而言，它不是任何真实似然的界。</translation>
    </message>
    <message>
        <source>Optimisation</source>
        <translation>优化</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The balance: a larger c weighs the regulariser more against the reconstruction.</source>
        <translation>权衡系数：c 越大，正则项相对重建误差的权重越大。</translation>
    </message>
    <message>
        <source>The equivalent β is learned with c.</source>
        <translation>等效 β 随 c 一起学习。</translation>
    </message>
    <message>
        <source>The largest step, reached after a third of the run; too large and the loss explodes. An empty field takes the one that goes with the batch.</source>
        <translation>最大步长，在训练约三分之一处达到；过大则损失发散。留空则取与批大小相配的值。</translation>
    </message>
    <message>
        <source>The number format of the networks while they learn: bfloat16 is faster where the processor multiplies it faster, at nearly the same loss; auto finds out.</source>
        <translation>网络训练时所用的数值格式：在处理器计算 bfloat16 更快时它更快，损失几乎相同；“自动”会自行判断。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Where chance starts: the same seed on the same device gives the same run.</source>
        <translation>随机数的起点：同一设备上相同的种子得到相同的结果。</translation>
    </message>
    <message>
        <source>Where training runs; auto takes the fastest there is</source>
        <translation>训练在哪里运行；“自动”选用最快的设备</translation>
    </message>
    <message>
        <source>Widths of the encoder&apos;s layers, or channels of its levels; the decoder mirrors them.</source>
        <translation>编码器各层的宽度，或卷积各级的通道数；解码器与之对称。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>auto ({number})</source>
        <translation>自动（{number}）</translation>
    </message>
    <message>
        <source>images</source>
        <translation>幅图像</translation>
    </message>
    <message>
        <source>learn c</source>
        <translation>学习 c</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开启</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Close the settings</source>
        <translation>关闭设置</translation>
    </message>
    <message>
        <source>Close the settings (Esc)</source>
        <translation>关闭设置 (Esc)</translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>下次训练</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Training settings</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Use the settings that work well on most images</source>
        <translation>使用适合大多数图像的设置</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Time of the newest decode</source>
        <translation>最近一次解码的用时</translation>
    </message>
    <message>
        <source>decode {ms} ms</source>
        <translation>解码 {ms} 毫秒</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>1  Encode</source>
        <translation>1  编码</translation>
    </message>
    <message>
        <source>2  Draw ε</source>
        <translation>2  抽取 ε</translation>
    </message>
    <message>
        <source>3  Decode</source>
        <translation>3  解码</translation>
    </message>
    <message>
        <source>4  Losses</source>
        <translation>4  损失</translation>
    </message>
    <message>
        <source>5  Gradient</source>
        <translation>5  梯度</translation>
    </message>
    <message>
        <source>6  Step</source>
        <translation>6  更新</translation>
    </message>
    <message>
        <source>How wrong are the images, and how far is q(z∣x) from the prior?</source>
        <translation>图像差多少？q(z∣x) 离先验有多远？</translation>
    </message>
    <message>
        <source>KL {nats}</source>
        <translation>KL {nats}</translation>
    </message>
    <message>
        <source>Noise is drawn, and z = μ + σ·ε.</source>
        <translation>抽取噪声，z = μ + σ·ε。</translation>
    </message>
    <message>
        <source>One batch</source>
        <translation>一个批次</translation>
    </message>
    <message>
        <source>One epoch</source>
        <translation>一轮</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>The decoder turns each z into an image.</source>
        <translation>解码器把每个 z 变成一张图像。</translation>
    </message>
    <message>
        <source>The encoder turns each image of the batch into μ and σ.</source>
        <translation>编码器把批次中的每张图像变成 μ 和 σ。</translation>
    </message>
    <message>
        <source>The optimiser moves all weights a little that way.</source>
        <translation>优化器把所有权重朝那个方向移动一小步。</translation>
    </message>
    <message>
        <source>Train on one batch, show what it did, and wait</source>
        <translation>训练一个批次，显示它做了什么，然后等待</translation>
    </message>
    <message>
        <source>Train to the end of an epoch and wait</source>
        <translation>训练到一轮结束，然后等待</translation>
    </message>
    <message>
        <source>Which way would make the loss smaller? Backpropagation tells.</source>
        <translation>往哪个方向走损失会变小？反向传播给出答案。</translation>
    </message>
    <message>
        <source>batch {batch} of {batches}</source>
        <translation>批次 {batch}/{batches}</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>learning rate {rate}</source>
        <translation>学习率 {rate}</translation>
    </message>
    <message>
        <source>loss {nats} nats</source>
        <translation>损失 {nats} 奈特</translation>
    </message>
    <message>
        <source>mean pixel {pixel}</source>
        <translation>像素均值 {pixel}</translation>
    </message>
    <message>
        <source>mean |ε| {noise}</source>
        <translation>|ε| 均值 {noise}</translation>
    </message>
    <message>
        <source>mean |μ| {mu}</source>
        <translation>|μ| 均值 {mu}</translation>
    </message>
    <message>
        <source>mean σ {sigma}</source>
        <translation>σ 均值 {sigma}</translation>
    </message>
    <message>
        <source>no noise: a code is a point</source>
        <translation>无噪声：编码是一个点</translation>
    </message>
    <message>
        <source>over all weights</source>
        <translation>对所有权重</translation>
    </message>
    <message>
        <source>prior {nats}</source>
        <translation>先验 {nats}</translation>
    </message>
    <message>
        <source>recon {nats}</source>
        <translation>重建 {nats}</translation>
    </message>
    <message>
        <source>solved in closed form: there are no steps</source>
        <translation>有解析解：没有训练步骤</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>train one batch at a time and see what each stage does</source>
        <translation>每次训练一个批次，看看每个阶段做了什么</translation>
    </message>
    <message>
        <source>training goes on since</source>
        <translation>此后训练仍在继续</translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>Branch from epoch {epoch}</source>
        <translation>从第 {epoch} 轮分支</translation>
    </message>
    <message>
        <source>Branch from here</source>
        <translation>从此处分支</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Drag to see any moment; the arrow keys go from one to the next</source>
        <translation>拖动可查看任意时刻；方向键逐个切换已记录的时刻</translation>
    </message>
    <message>
        <source>Go back to a moment first; from there training can go on with other settings</source>
        <translation>请先回到某个时刻，再从那里用别的设置继续训练</translation>
    </message>
    <message>
        <source>Moment of training</source>
        <translation>训练的时刻</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>回到最新</translation>
    </message>
    <message>
        <source>Show a model of a run that was left in one of the maps</source>
        <translation>在某张图中显示先前那次训练的模型</translation>
    </message>
    <message>
        <source>Show the models as they are now</source>
        <translation>显示模型现在的样子</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>回放速度</translation>
    </message>
    <message>
        <source>Train on from here with the settings as they are now; with the same ones the run repeats itself</source>
        <translation>从此处按现在的设置继续训练；设置不变时结果与原来完全一致</translation>
    </message>
    <message>
        <source>Train on from these weights with the settings as they are now; the optimiser starts afresh</source>
        <translation>从这些权重按现在的设置继续训练；优化器从头开始</translation>
    </message>
    <message>
        <source>Watch training again, from the moment shown</source>
        <translation>从当前时刻起重看训练过程</translation>
    </message>
    <message>
        <source>decoded with final weights</source>
        <translation>以最终权重解码</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>past weights not kept: places decode with the final ones</source>
        <translation>未保留过去的权重：各处以最终权重解码</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>weights of epoch {epoch}</source>
        <translation>第 {epoch} 轮的权重</translation>
    </message>
    <message>
        <source>{branch} {model}, left at epoch {epoch}: into map {number}</source>
        <translation>{branch} {model}，第 {epoch} 轮处分开：放入第 {number} 张图</translation>
    </message>
    <message>
        <source>{kept} of {moments} moments kept, {size} of {budget}</source>
        <translation>已保留 {kept}/{moments} 个时刻，{size}（上限 {budget}）</translation>
    </message>
</context>
<context>
    <name>ToolColumn</name>
    <message>
        <source>Click places and walk the line between them</source>
        <translation>点击若干位置，沿它们之间的连线行走</translation>
    </message>
    <message>
        <source>Darts</source>
        <translation>飞镖</translation>
    </message>
    <message>
        <source>Decode</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>绘图</translation>
    </message>
    <message>
        <source>Draw an image of your own and see where it is encoded</source>
        <translation>画一幅自己的图像，看它被编码到哪里</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Press and drag anywhere to decode that place</source>
        <translation>在任意位置按下并拖动即可解码</translation>
    </message>
    <message>
        <source>Select points by dragging a rectangle</source>
        <translation>拖出矩形来选择点</translation>
    </message>
    <message>
        <source>Select points by drawing around them</source>
        <translation>画圈来选择点</translation>
    </message>
    <message>
        <source>Throw darts: sample the distribution that one image is encoded to</source>
        <translation>投飞镖：从一幅图像的编码分布中采样</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Device: {device}</source>
        <translation>设备：{device}</translation>
    </message>
    <message>
        <source>End the run and keep what it has learned</source>
        <translation>结束训练并保留学到的结果</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Every setting of the next run</source>
        <translation>下次训练的全部设置</translation>
    </message>
    <message>
        <source>Go on (Space)</source>
        <translation>继续（空格键）</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>How often training goes through all images</source>
        <translation>训练遍历全部图像的次数</translation>
    </message>
    <message>
        <source>Keys, glossary, look and language (?)</source>
        <translation>按键、术语表、外观和语言 (?)</translation>
    </message>
    <message>
        <source>Let the run wait (Space)</source>
        <translation>暂停训练（空格键）</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>The whole story in eleven short chapters, told in this window</source>
        <translation>整个故事分成十一个短章，就在这个窗口里讲述</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train the models of all maps on the chosen images (Ctrl+T)</source>
        <translation>用所选图像训练所有图中的模型 (Ctrl+T)</translation>
    </message>
    <message>
        <source>Training settings</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Where training runs; auto takes the fastest there is</source>
        <translation>训练在哪里运行；“自动”选用最快的设备</translation>
    </message>
    <message>
        <source>zh_CN</source>
        <comment>code of the other language: en in the translation</comment>
        <translation>en</translation>
    </message>
    <message>
        <source>切换到中文</source>
        <comment>switch to the other language, said in that language</comment>
        <translation>Switch to English</translation>
    </message>
    <message>
        <source>文</source>
        <comment>shown on the button that switches to the other language</comment>
        <translation>EN</translation>
    </message>
</context>
<context>
    <name>TourColumn</name>
    <message>
        <source>Back</source>
        <translation>上一章</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Guide · chapter {number} of {count}</source>
        <translation>导览 · 第 {number} 章，共 {count} 章</translation>
    </message>
    <message>
        <source>Leave the guide</source>
        <translation>离开导览</translation>
    </message>
    <message>
        <source>Leave the guide; your own work and your place in it are kept (Esc)</source>
        <translation>离开导览；你自己的工作和进度都会保留 (Esc)</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一章</translation>
    </message>
    <message>
        <source>Predict, then see</source>
        <translation>先预测，再看答案</translation>
    </message>
    <message>
        <source>Your own run waits while the guide is open. To train here, press Stop: what it has learnt is kept.</source>
        <translation>导览打开期间，你自己的训练在等待。要在这里训练，请按“停止”：它学到的会保留。</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of this language, zh_CN in the translation</comment>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>{done} of {needed}</source>
        <translation>{done} / {needed}</translation>
    </message>
    <message>
        <source>○ Try</source>
        <translation>○ 试一试</translation>
    </message>
    <message>
        <source>✓ Tried</source>
        <translation>✓ 已试过</translation>
    </message>
</context>
<context>
    <name>UnderlayButton</name>
    <message>
        <source>Underlay</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Underlay: {underlay}</source>
        <translation>底图：{underlay}</translation>
    </message>
    <message>
        <source>What lies under the points of every map</source>
        <translation>每幅图的点下面显示什么</translation>
    </message>
    <message>
        <source>atlas</source>
        <translation>解码图集</translation>
    </message>
    <message>
        <source>decoded atlas</source>
        <translation>解码图集</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>trust</source>
        <translation>可信度</translation>
    </message>
    <message>
        <source>trust: density</source>
        <translation>可信度：密度</translation>
    </message>
    <message>
        <source>trust: nearest real image</source>
        <translation>可信度：最近的真实图像</translation>
    </message>
    <message>
        <source>trust: other decoders agree</source>
        <translation>可信度：多个解码器是否一致</translation>
    </message>
    <message>
        <source>trust: round trip</source>
        <translation>可信度：往返误差</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>An encoded image lies right here, but hardly any other near it: density percentile {percent}.</source>
        <translation>这里正好有一幅图像的编码，但附近几乎没有别的编码：密度处于第 {percent} 百分位。</translation>
    </message>
    <message>
        <source>Nearest code {sigma} σ away, denser here than around {percent} % of the codes.</source>
        <translation>最近的编码在 {sigma} σ 处，此处比 {percent} % 的编码周围更密。</translation>
    </message>
    <message>
        <source>Nearest code {sigma} σ away; only {percent} % of the codes lie in thinner places.</source>
        <translation>最近的编码在 {sigma} σ 处；只有 {percent} % 的编码处在更稀疏的地方。</translation>
    </message>
    <message>
        <source>No encoded image within {sigma} σ, density percentile {percent}. This picture is a guess.</source>
        <translation>{sigma} σ 之内没有任何编码图像，密度处于第 {percent} 百分位。这幅图只是猜测。</translation>
    </message>
    <message>
        <source>Round trip lands {trip} σ away.</source>
        <translation>往返误差 {trip} σ。</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <comment>without a space in Chinese</comment>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>○ in a gap</source>
        <translation>○ 在空洞中</translation>
    </message>
    <message>
        <source>● in the data</source>
        <translation>● 在数据中</translation>
    </message>
    <message>
        <source>◐ at the edge</source>
        <translation>◐ 在边缘</translation>
    </message>
</context>
<context>
    <name>ViewButton</name>
    <message>
        <source>Circles of the prior at 1, 2, 3 σ</source>
        <translation>先验的 1、2、3 σ 圆</translation>
    </message>
    <message>
        <source>Colour of the points</source>
        <translation>点的颜色</translation>
    </message>
    <message>
        <source>How the maps are looked at: linked zoom, circles, scale</source>
        <translation>各图的显示方式：联动缩放、先验圆、比例尺</translation>
    </message>
    <message>
        <source>Picture beside the lit point</source>
        <translation>在亮起的点旁显示图像</translation>
    </message>
    <message>
        <source>Scale bar in σ of the codes</source>
        <translation>以编码的 σ 为单位的比例尺</translation>
    </message>
    <message>
        <source>View of the maps</source>
        <translation>各图的显示方式</translation>
    </message>
    <message>
        <source>Zoom and pan all maps together</source>
        <translation>所有图一起缩放和平移</translation>
    </message>
</context>
<context>
    <name>WelcomeStrip</name>
    <message>
        <source>Compare both maps, or let the guide tell the whole story in fifteen minutes.</source>
        <translation>比较两张图，或让导览用十五分钟讲完整个故事。</translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation>不再显示</translation>
    </message>
    <message>
        <source>Each point is an image; its place is all that a network keeps of it.</source>
        <translation>每个点是一幅图像；它的位置就是网络对它保留的全部。</translation>
    </message>
    <message>
        <source>Press and drag anywhere in a map: the picture at the right is drawn from that place.</source>
        <translation>在图中任意处按住并拖动：右侧的图像就是从那个位置画出来的。</translation>
    </message>
    <message>
        <source>Start the guide</source>
        <translation>开始导览</translation>
    </message>
</context>
</TS>
