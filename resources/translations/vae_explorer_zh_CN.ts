<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CurveLegend</name>
    <message>
        <source>dotted: while training</source>
        <translation>点线：训练过程中</translation>
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
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The balance in force; a larger c weighs the regulariser more</source>
        <translation>当前的权衡系数；c 越大，正则项的权重越大</translation>
    </message>
    <message>
        <source>Training curves; the arrow keys read out single epochs</source>
        <translation>训练曲线；用方向键逐轮读取数值</translation>
    </message>
    <message>
        <source>The curves begin with the first finished epoch.</source>
        <translation>第一轮结束后开始绘制曲线。</translation>
    </message>
    <message>
        <source>Press Train to watch the codes move and the error fall.</source>
        <translation>按“训练”，看编码移动、误差下降。</translation>
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
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
</context>
<context>
    <name>DatasetButton</name>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 幅图像</translation>
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
        <source>{size} to fetch</source>
        <translation>需下载 {size}</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open a file of images</source>
        <translation>打开图像文件</translation>
    </message>
    <message>
        <source>Arrays of images (*.npz *.npy)</source>
        <translation>图像数组 (*.npz *.npy)</translation>
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
        <source>Nearest image</source>
        <translation>最近的图像</translation>
    </message>
    <message>
        <source>decoded</source>
        <translation>解码结果</translation>
    </message>
    <message>
        <source>Neighbour {rank}</source>
        <translation>第 {rank} 近邻</translation>
    </message>
    <message>
        <source>How far this place is backed by data: distances to the codes and their density, in standard deviations of the codes</source>
        <translation>此处有多少数据支撑：到各编码的距离及编码密度，以编码的标准差为单位</translation>
    </message>
    <message>
        <source>nearest image</source>
        <translation>最近的图像</translation>
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
        <source>nearest, decoded</source>
        <translation>最近，解码</translation>
    </message>
    <message>
        <source>Point at the map: what that place decodes to appears here.</source>
        <translation>将指针移到图上：该处的解码结果会显示在这里。</translation>
    </message>
    <message>
        <source>fetch the images</source>
        <translation>下载图像</translation>
    </message>
    <message>
        <source>open the images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Show the real images instead of what their codes decode to</source>
        <translation>显示真实图像，而不是其编码的解码结果</translation>
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
    <name>MainWindow</name>
    <message>
        <source>VAE Explorer</source>
        <translation>VAE Explorer</translation>
    </message>
</context>
<context>
    <name>MapCard</name>
    <message>
        <source>Preparing the map …</source>
        <translation>正在准备图…</translation>
    </message>
    <message>
        <source>Latent map: {title}</source>
        <translation>隐空间图：{title}</translation>
    </message>
    <message>
        <source>Opening the model …</source>
        <translation>正在打开模型…</translation>
    </message>
    <message>
        <source>No model of this kind for these images yet.
Press Train to make one, or open a model file.</source>
        <translation>这些图像还没有此类模型。
按“训练”来训练一个，或打开模型文件。</translation>
    </message>
</context>
<context>
    <name>MapHeader</name>
    <message>
        <source>recon {nats}</source>
        <translation>重建 {nats}</translation>
    </message>
    <message>
        <source>Reconstruction error on the test images, in nats per image: mean −log p(x∣z)</source>
        <translation>测试图像上的重建误差，每幅图像的奈特数：−log p(x∣z) 的均值</translation>
    </message>
    <message>
        <source>KL {nats}</source>
        <translation>KL {nats}</translation>
    </message>
    <message>
        <source>How far the posteriors lie from the prior, in nats per image: mean KL(q(z∣x)‖N(0, I))</source>
        <translation>后验与先验的距离，每幅图像的奈特数：KL(q(z∣x)‖N(0, I)) 的均值</translation>
    </message>
    <message>
        <source>Reconstruction plus KL: the negative evidence lower bound, in nats per image</source>
        <translation>重建误差加 KL：负的证据下界，每幅图像的奈特数</translation>
    </message>
    <message>
        <source>prior {nats}</source>
        <translation>先验 {nats}</translation>
    </message>
    <message>
        <source>The pull of the Gaussian prior, in nats per image: mean ‖z‖²/2</source>
        <translation>高斯先验的牵引，每幅图像的奈特数：‖z‖²/2 的均值</translation>
    </message>
    <message>
        <source>Reconstruction plus the prior&apos;s term, in nats per image</source>
        <translation>重建误差加先验项，每幅图像的奈特数</translation>
    </message>
    <message>
        <source>total {nats}</source>
        <translation>合计 {nats}</translation>
    </message>
</context>
<context>
    <name>MapMenuButton</name>
    <message>
        <source>Save the model</source>
        <translation>保存模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>More for this map</source>
        <translation>此图的更多操作</translation>
    </message>
    <message>
        <source>Open, save, reset the view</source>
        <translation>打开、保存、重置视图</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Reset view (0)</source>
        <translation>重置视图 (0)</translation>
    </message>
</context>
<context>
    <name>ModelButton</name>
    <message>
        <source>Open a model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>Put another model here</source>
        <translation>在此换用其他模型</translation>
    </message>
    <message>
        <source>Model: {title}</source>
        <translation>模型：{title}</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
</context>
<context>
    <name>ModelText</name>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>自编码器</translation>
    </message>
    <message>
        <source>MAP autoencoder</source>
        <translation>MAP 自编码器</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Principal components: the best linear autoencoder, in closed form.</source>
        <translation>主成分分析：最优的线性自编码器，有闭式解。</translation>
    </message>
    <message>
        <source>Learns to reconstruct, and nothing else: maximum likelihood.</source>
        <translation>只学习重建：最大似然。</translation>
    </message>
    <message>
        <source>Reconstructs while a Gaussian prior pulls the codes to the origin.</source>
        <translation>重建的同时，高斯先验把编码拉向原点：最大后验。</translation>
    </message>
    <message>
        <source>Encodes every image as a small cloud and fits the clouds to the prior.</source>
        <translation>变分自编码器：把每幅图像编码为一小团云，并使这些云贴合先验。</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{dimension}-D</source>
        <translation>{dimension} 维</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>c is learned</source>
        <translation>c 由学习得到</translation>
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
        <source>Information</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Open the last run</source>
        <translation>打开上次训练</translation>
    </message>
    <message>
        <source>Fetch the images</source>
        <translation>下载图像</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>.</source>
        <comment>the stop at a sentence&apos;s end</comment>
        <translation>。</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>loading PyTorch …</source>
        <translation>正在载入 PyTorch…</translation>
    </message>
    <message>
        <source>starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>epoch {epoch} / {epochs}</source>
        <translation>第 {epoch} / {epochs} 轮</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{rate} images/s</source>
        <translation>{rate} 图像/秒</translation>
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
        <source>fetching {title}</source>
        <translation>正在下载 {title}</translation>
    </message>
    <message>
        <source>fetching …</source>
        <translation>正在下载…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>MLP</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Bernoulli</source>
        <translation>伯努利</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>高斯</translation>
    </message>
    <message>
        <source>On grey values this bounds no true likelihood.</source>
        <translation>对灰度值而言，它不是任何真实似然的界。</translation>
    </message>
    <message>
        <source>Equivalent β = {beta}</source>
        <translation>等效 β = {beta}</translation>
    </message>
    <message>
        <source>The equivalent β is learned with c.</source>
        <translation>等效 β 随 c 一起学习。</translation>
    </message>
    <message>
        <source>Equivalent β = {beta} beside ‖x − f(z)‖²/2</source>
        <translation>等效 β = {beta}（相对 ‖x − f(z)‖²/2）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>目标函数</translation>
    </message>
    <message>
        <source>Optimisation</source>
        <translation>优化</translation>
    </message>
    <message>
        <source>learn c</source>
        <translation>学习 c</translation>
    </message>
    <message>
        <source>images</source>
        <translation>幅图像</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Fully connected layers, or convolutions that halve the image at every level.</source>
        <translation>全连接层，或每层将图像缩小一半的卷积。</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Widths of the encoder&apos;s layers, or channels of its levels; the decoder mirrors them.</source>
        <translation>编码器各层的宽度，或卷积各级的通道数；解码器与之对称。</translation>
    </message>
    <message>
        <source>Latent dimension</source>
        <translation>隐变量维数</translation>
    </message>
    <message>
        <source>How many numbers an image is squeezed into; 2 can be seen whole.</source>
        <translation>一幅图像被压缩成几个数；2 维可以完整地看到。</translation>
    </message>
    <message>
        <source>Likelihood</source>
        <translation>似然</translation>
    </message>
    <message>
        <source>How a pixel may differ from what is decoded: −log p(x∣z) is the reconstruction error.</source>
        <translation>像素与解码值的差异服从什么分布：−log p(x∣z) 即重建误差。</translation>
    </message>
    <message>
        <source>The balance: a larger c weighs the regulariser more against the reconstruction.</source>
        <translation>权衡系数：c 越大，正则项相对重建误差的权重越大。</translation>
    </message>
    <message>
        <source>Let training find the observation variance; only the Gaussian likelihood has one.</source>
        <translation>让训练自行求出观测方差；只有高斯似然才有。</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How often training goes through all images</source>
        <translation>训练遍历全部图像的次数</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Images per step: small batches learn more per image, large ones run faster.</source>
        <translation>每步的图像数：小批每幅图像学得更多，大批跑得更快。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The largest step, reached after a third of the run; too large and the loss explodes.</source>
        <translation>最大步长，在训练约三分之一处达到；过大则损失发散。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>How strongly weights are pulled to zero at each step.</source>
        <translation>每一步把权重拉向零的强度。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Where chance starts: the same seed on the same device gives the same run.</source>
        <translation>随机数的起点：同一设备上相同的种子得到相同的结果。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where training runs; auto takes the fastest there is</source>
        <translation>训练在哪里运行；“自动”选用最快的设备</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Training settings</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>下次训练</translation>
    </message>
    <message>
        <source>Close the settings</source>
        <translation>关闭设置</translation>
    </message>
    <message>
        <source>Close the settings (Esc)</source>
        <translation>关闭设置 (Esc)</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Use the settings that work well on most images</source>
        <translation>使用适合大多数图像的设置</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Drag anywhere to decode</source>
        <translation>在任意处拖动即可解码</translation>
    </message>
    <message>
        <source>hover a point to find the same image in the other map</source>
        <translation>悬停在点上，可在另一幅图中找到同一图像</translation>
    </message>
    <message>
        <source>wheel zooms</source>
        <translation>滚轮缩放</translation>
    </message>
    <message>
        <source>right-drag pans</source>
        <translation>右键拖动平移</translation>
    </message>
    <message>
        <source>0 fits</source>
        <translation>按 0 显示全部</translation>
    </message>
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
    <name>Toolbar</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train the models of all maps on the chosen images (Ctrl+T)</source>
        <translation>用所选图像训练所有图中的模型 (Ctrl+T)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the run and keep what it has learned</source>
        <translation>结束训练并保留学到的结果</translation>
    </message>
    <message>
        <source>Models to compare</source>
        <translation>要比较的模型</translation>
    </message>
    <message>
        <source>Which kinds of model stand side by side</source>
        <translation>并排比较哪几种模型</translation>
    </message>
    <message>
        <source>Underlay</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>What lies under the points of every map</source>
        <translation>每幅图的点下面显示什么</translation>
    </message>
    <message>
        <source>Where training runs; auto takes the fastest there is</source>
        <translation>训练在哪里运行；“自动”选用最快的设备</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How often training goes through all images</source>
        <translation>训练遍历全部图像的次数</translation>
    </message>
    <message>
        <source>Training settings</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Every setting of the next run</source>
        <translation>下次训练的全部设置</translation>
    </message>
    <message>
        <source>文</source>
        <comment>shown on the button that switches to the other language</comment>
        <translation>EN</translation>
    </message>
    <message>
        <source>切换到中文</source>
        <comment>switch to the other language, said in that language</comment>
        <translation>Switch to English</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>Compare: {models}</source>
        <translation>比较：{models}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on (Space)</source>
        <translation>继续（空格键）</translation>
    </message>
    <message>
        <source>Let the run wait (Space)</source>
        <translation>暂停训练（空格键）</translation>
    </message>
    <message>
        <source>Device: {device}</source>
        <translation>设备：{device}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>decoded atlas</source>
        <translation>解码图集</translation>
    </message>
    <message>
        <source>atlas</source>
        <translation>解码图集</translation>
    </message>
    <message>
        <source>Underlay: {underlay}</source>
        <translation>底图：{underlay}</translation>
    </message>
    <message>
        <source>zh_CN</source>
        <comment>code of the other language: en in the translation</comment>
        <translation>en</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>● in the data</source>
        <translation>● 在数据中</translation>
    </message>
    <message>
        <source>◐ at the edge</source>
        <translation>◐ 在边缘</translation>
    </message>
    <message>
        <source>○ in a gap</source>
        <translation>○ 在空隙中</translation>
    </message>
    <message>
        <source>Nearest code {sigma} σ away. Denser here than around {percent} % of the codes.</source>
        <translation>最近的编码距此 {sigma} σ。这里比 {percent}% 的编码周围更密。</translation>
    </message>
    <message>
        <source>Nearest code {sigma} σ away. Only {percent} % of the codes lie in thinner places.</source>
        <translation>最近的编码距此 {sigma} σ。只有 {percent}% 的编码处于更稀疏的位置。</translation>
    </message>
    <message>
        <source>No encoded image within {sigma} σ. The decoder was never trained here, so this picture is a guess.</source>
        <translation>{sigma} σ 之内没有任何已编码的图像。解码器从未在此训练过，所以这幅图只是猜测。</translation>
    </message>
</context>
</TS>
