"""Every template that a notice may show, so that translators find them in one place.

They stand where they are raised; a test compares this list with the source.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Notice", "these arrays were left out: {names}"),
    QT_TRANSLATE_NOOP("Notice", "these folders were left out: {names}"),
    QT_TRANSLATE_NOOP("Notice", "the last {test} of {count} images were set aside for testing"),
    QT_TRANSLATE_NOOP("Notice", "{test} of {count} images were set aside for testing"),
    QT_TRANSLATE_NOOP(
        "Notice", "{count} images of {height} × {width} were brought to {new_height} × {new_width}"
    ),
    QT_TRANSLATE_NOOP(
        "Notice", "{others} of {count} pictures had another size and were brought to {height} × {width}"
    ),
    QT_TRANSLATE_NOOP("Notice", "{count} pictures with transparency were laid on black"),
    QT_TRANSLATE_NOOP("Notice", "{count} grey pictures were read as coloured, like the others"),
    QT_TRANSLATE_NOOP("Notice", "{others} other files and {hidden} hidden ones were skipped"),
    QT_TRANSLATE_NOOP("Notice", "{count} pictures lie beside the subfolders and have no label"),
    QT_TRANSLATE_NOOP(
        "Notice", "the labels have {count} different values, more than {most}, and were left out"
    ),
    QT_TRANSLATE_NOOP("Notice", "your own run waits while the guide is open"),
    QT_TRANSLATE_NOOP("Notice", "stop it, or leave the guide, to train something else"),
    QT_TRANSLATE_NOOP("Notice", "there are no samples to save yet"),
    QT_TRANSLATE_NOOP("Notice", "the samples were saved"),
    QT_TRANSLATE_NOOP("Notice", "this part of the trust needs the images, and they are not open"),
    QT_TRANSLATE_NOOP("Notice", "open or fetch them, or choose another part"),
    QT_TRANSLATE_NOOP(
        "Notice", "three more decoders are trained on the codes of each map; it takes a little while"
    ),
    QT_TRANSLATE_NOOP("Notice", "PCA is least squares and knows no Bernoulli likelihood"),
    QT_TRANSLATE_NOOP("Notice", "a convolutional network needs a level"),
    QT_TRANSLATE_NOOP("Notice", "a file of this kind holds no data set"),
    QT_TRANSLATE_NOOP("Notice", "a path goes through {count} places at most"),
    QT_TRANSLATE_NOOP("Notice", "a process of this job was lost"),
    QT_TRANSLATE_NOOP("Notice", "add images"),
    QT_TRANSLATE_NOOP("Notice", "add pictures to the folder"),
    QT_TRANSLATE_NOOP(
        "Notice", "an IDX file of images begins with 00 00 08 03, one of labels with 00 00 08 01"
    ),
    QT_TRANSLATE_NOOP("Notice", "an array of the shape {shape} does not hold images"),
    QT_TRANSLATE_NOOP("Notice", "an array of {shape} {kind} takes {expected} bytes and {found} are there"),
    QT_TRANSLATE_NOOP("Notice", "an image size of {height} × {width} is not possible"),
    QT_TRANSLATE_NOOP("Notice", "another training is going on"),
    QT_TRANSLATE_NOOP("Notice", "both must have the same height, width and channels"),
    QT_TRANSLATE_NOOP("Notice", "bring back the data of that time, or start a new run"),
    QT_TRANSLATE_NOOP("Notice", "bring them to whole numbers in 0 … 255 or floats in 0 … 1"),
    QT_TRANSLATE_NOOP("Notice", "carry it out again to get its models"),
    QT_TRANSLATE_NOOP("Notice", "check that it exists and that you may read it"),
    QT_TRANSLATE_NOOP("Notice", "check that the file exists and may be read"),
    QT_TRANSLATE_NOOP("Notice", "check that the file may be read"),
    QT_TRANSLATE_NOOP("Notice", "check the connection and try again: what came so far is kept"),
    QT_TRANSLATE_NOOP("Notice", "check the rendezvous address and the network between the computers"),
    QT_TRANSLATE_NOOP("Notice", "choose a folder that exists, may be written and has space left"),
    QT_TRANSLATE_NOOP("Notice", "choose a folder with PNG or JPEG pictures, or one with the four IDX files"),
    QT_TRANSLATE_NOOP("Notice", "choose a number from {lowest:g} to {highest:g}"),
    QT_TRANSLATE_NOOP("Notice", "choose a number, or the Gaussian likelihood"),
    QT_TRANSLATE_NOOP("Notice", "choose a smaller network or another device"),
    QT_TRANSLATE_NOOP("Notice", "choose a smaller network, fewer images or smaller batches"),
    QT_TRANSLATE_NOOP("Notice", "choose a smaller scale, or SVG"),
    QT_TRANSLATE_NOOP("Notice", "choose another"),
    QT_TRANSLATE_NOOP("Notice", "choose another epoch of the newest run"),
    QT_TRANSLATE_NOOP(
        "Notice", "choose at least one model, and data with images to train, to test and to show"
    ),
    QT_TRANSLATE_NOOP("Notice", "choose auto or one of {devices}"),
    QT_TRANSLATE_NOOP("Notice", "choose smaller networks if the run should survive being stopped"),
    QT_TRANSLATE_NOOP("Notice", "choose the Gaussian likelihood for PCA"),
    QT_TRANSLATE_NOOP("Notice", "choose the data the model was made for"),
    QT_TRANSLATE_NOOP("Notice", "choose the folder that holds the pictures, not one far above it"),
    QT_TRANSLATE_NOOP("Notice", "draw around points with the lasso first"),
    QT_TRANSLATE_NOOP("Notice", "each side must lie between 1 and {limit} pixels"),
    QT_TRANSLATE_NOOP("Notice", "epoch {epoch:g} is not kept any more, so training cannot go on from there"),
    QT_TRANSLATE_NOOP("Notice", "fetch it again"),
    QT_TRANSLATE_NOOP("Notice", "fetch it first: vae-explorer datasets fetch {name}"),
    QT_TRANSLATE_NOOP("Notice", "fetch the file again"),
    QT_TRANSLATE_NOOP("Notice", "fetch them, or choose other data such as Digits"),
    QT_TRANSLATE_NOOP("Notice", "follow it in the window's page of runs, or wait until it ends"),
    QT_TRANSLATE_NOOP("Notice", "give a path that exists, or one of the names {names}"),
    QT_TRANSLATE_NOOP("Notice", "give labels for both, or for none"),
    QT_TRANSLATE_NOOP("Notice", "give one label for each image, or none at all"),
    QT_TRANSLATE_NOOP("Notice", "give one number or name for each image"),
    QT_TRANSLATE_NOOP("Notice", "give yourself the right to write there, or delete the folder by hand"),
    QT_TRANSLATE_NOOP(
        "Notice", "give yourself the right to write there, or open the run without going on with it"
    ),
    QT_TRANSLATE_NOOP("Notice", "go on, or start the program anew if it misbehaves"),
    QT_TRANSLATE_NOOP("Notice", "if it is yours, save it again with np.savez instead of np.savez_compressed"),
    QT_TRANSLATE_NOOP("Notice", "image {index} holds a value that is not a finite number"),
    QT_TRANSLATE_NOOP(
        "Notice", "images of {height} × {width} are too large: no side may exceed {limit} pixels"
    ),
    QT_TRANSLATE_NOOP("Notice", "install VAE Explorer again"),
    QT_TRANSLATE_NOOP("Notice", "install one, such as Noto Sans CJK, and start the program anew"),
    QT_TRANSLATE_NOOP("Notice", "it can be gone on with from the page of runs"),
    QT_TRANSLATE_NOOP("Notice", "its header promises {expected} bytes and the file holds {found}"),
    QT_TRANSLATE_NOOP(
        "Notice", "its header promises {expected} bytes, which {found} compressed ones cannot hold"
    ),
    QT_TRANSLATE_NOOP(
        "Notice", "its models can still be opened; to go on, carry the run out again from its start"
    ),
    QT_TRANSLATE_NOOP("Notice", "line {number} of the run's events is not valid ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "lower the learning rate or raise c; the last good snapshot is kept"),
    QT_TRANSLATE_NOOP("Notice", "make room or give yourself the right to write there"),
    QT_TRANSLATE_NOOP("Notice", "name a folder that may be written in {variable}"),
    QT_TRANSLATE_NOOP("Notice", "name another folder for runs"),
    QT_TRANSLATE_NOOP("Notice", "name the images “images” or “x_train”, the labels “labels” or “y_train”"),
    QT_TRANSLATE_NOOP("Notice", "no array of images is in this file, only: {names}"),
    QT_TRANSLATE_NOOP("Notice", "no data set has this name"),
    QT_TRANSLATE_NOOP("Notice", "no font with Chinese characters is installed, so they show as boxes"),
    QT_TRANSLATE_NOOP("Notice", "no mirror is known"),
    QT_TRANSLATE_NOOP("Notice", "not possible"),
    QT_TRANSLATE_NOOP("Notice", "nothing is selected"),
    QT_TRANSLATE_NOOP(
        "Notice", "nothing since the last save is kept; resume the run from its folder with train --resume"
    ),
    QT_TRANSLATE_NOOP("Notice", "number the classes 0, 1, 2, …"),
    QT_TRANSLATE_NOOP("Notice", "only one of the two parts, training and test, has labels"),
    QT_TRANSLATE_NOOP("Notice", "only the Gaussian likelihood has a variance that can be learned"),
    QT_TRANSLATE_NOOP("Notice", "open a file that was saved here or written by the train command"),
    QT_TRANSLATE_NOOP("Notice", "open a folder that holds run.toml"),
    QT_TRANSLATE_NOOP("Notice", "open a model file"),
    QT_TRANSLATE_NOOP(
        "Notice", "open an .npy or .npz file, a folder with IDX files, or a folder of pictures"
    ),
    QT_TRANSLATE_NOOP("Notice", "open another file, or train the model again"),
    QT_TRANSLATE_NOOP("Notice", "open another run"),
    QT_TRANSLATE_NOOP("Notice", "open it once more"),
    QT_TRANSLATE_NOOP("Notice", "open it to look at it"),
    QT_TRANSLATE_NOOP("Notice", "open it with a newer version of the program"),
    QT_TRANSLATE_NOOP("Notice", "open or fetch them, or choose another part"),
    QT_TRANSLATE_NOOP("Notice", "opening the data set was cancelled"),
    QT_TRANSLATE_NOOP("Notice", "press Train again in a moment"),
    QT_TRANSLATE_NOOP("Notice", "put all four files of the data set into this folder"),
    QT_TRANSLATE_NOOP("Notice", "remove or replace the file"),
    QT_TRANSLATE_NOOP("Notice", "remove the file from the folder or save it again as PNG"),
    QT_TRANSLATE_NOOP("Notice", "remove the file to carry the run out again from its start"),
    QT_TRANSLATE_NOOP("Notice", "replace NaN and infinity before saving"),
    QT_TRANSLATE_NOOP("Notice", "save it again with np.save or np.savez"),
    QT_TRANSLATE_NOOP("Notice", "save it again with np.savez"),
    QT_TRANSLATE_NOOP("Notice", "save numbers: np.save(file, images.astype(np.uint8))"),
    QT_TRANSLATE_NOOP("Notice", "save one plain array of numbers"),
    QT_TRANSLATE_NOOP("Notice", "shrink the images first"),
    QT_TRANSLATE_NOOP("Notice", "shrink the picture first"),
    QT_TRANSLATE_NOOP("Notice", "something went wrong inside the program: {error}"),
    QT_TRANSLATE_NOOP(
        "Notice", "start it from a desktop, or write a picture of the window with --screenshot FILE.png"
    ),
    QT_TRANSLATE_NOOP("Notice", "stop it first"),
    QT_TRANSLATE_NOOP("Notice", "store at least two images"),
    QT_TRANSLATE_NOOP("Notice", "store the labels as whole numbers or as texts"),
    QT_TRANSLATE_NOOP("Notice", "store them as (n, height, width) or (n, height, width, 1 or 3)"),
    QT_TRANSLATE_NOOP("Notice", "store whole numbers in 0 … 255 or floats in 0 … 1"),
    QT_TRANSLATE_NOOP("Notice", "take fewer or smaller images"),
    QT_TRANSLATE_NOOP("Notice", "take one back, or clear the path"),
    QT_TRANSLATE_NOOP("Notice", "the archive is damaged ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the array ends after {found} of {expected} bytes"),
    QT_TRANSLATE_NOOP(
        "Notice", "the array holds Python objects, which are never loaded: they could run any program"
    ),
    QT_TRANSLATE_NOOP("Notice", "the array holds records or values of another kind than numbers"),
    QT_TRANSLATE_NOOP("Notice", "the array of images is empty: its shape is {shape}"),
    QT_TRANSLATE_NOOP("Notice", "the data have changed since the run was begun"),
    QT_TRANSLATE_NOOP(
        "Notice", "the device's memory is small: batches of {from_size} are computed in parts of {to_size}"
    ),
    QT_TRANSLATE_NOOP("Notice", "the device's memory is too small for this network"),
    QT_TRANSLATE_NOOP("Notice", "the events of the run cannot be read: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the events of the run cannot be written: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the figure was saved"),
    QT_TRANSLATE_NOOP("Notice", "the file cannot be written: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the file ends within its header"),
    QT_TRANSLATE_NOOP("Notice", "the file has format {version}, and this program reads up to {known}"),
    QT_TRANSLATE_NOOP("Notice", "the file is cut short or damaged: fetch it again"),
    QT_TRANSLATE_NOOP("Notice", "the file is cut short or damaged: save it again"),
    QT_TRANSLATE_NOOP("Notice", "the file is no model of this program"),
    QT_TRANSLATE_NOOP("Notice", "the file train-images-idx3-ubyte is missing"),
    QT_TRANSLATE_NOOP("Notice", "the film was saved"),
    QT_TRANSLATE_NOOP("Notice", "the folder cannot be made: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the folder for downloads cannot be written ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the folder holds more than {limit} files"),
    QT_TRANSLATE_NOOP("Notice", "the folder of the run cannot be made: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the gzip file is cut short: it ends after {found} of {expected} bytes"),
    QT_TRANSLATE_NOOP("Notice", "the gzip file is damaged ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the images are of the kind {kind}, and not numbers"),
    QT_TRANSLATE_NOOP("Notice", "the images are still being read"),
    QT_TRANSLATE_NOOP("Notice", "the images are {found} and the model expects {expected}"),
    QT_TRANSLATE_NOOP("Notice", "the images need {needed} of memory, and at most {limit} can be used here"),
    QT_TRANSLATE_NOOP("Notice", "the label of image {index} is {value}, which is not a whole number"),
    QT_TRANSLATE_NOOP("Notice", "the labels are numbers in one part and texts in the other"),
    QT_TRANSLATE_NOOP("Notice", "the labels are of the kind {kind}, and neither numbers nor texts"),
    QT_TRANSLATE_NOOP("Notice", "the labels have the shape {shape}, which is not one label for each image"),
    QT_TRANSLATE_NOOP("Notice", "the last good snapshot is kept"),
    QT_TRANSLATE_NOOP(
        "Notice", "the training step cannot be compiled ({reason}); training goes on without it"
    ),
    QT_TRANSLATE_NOOP(
        "Notice", "the compiled training step cannot be loaded ({reason}); training goes on without it"
    ),
    QT_TRANSLATE_NOOP(
        "Notice", "the compiled training step cannot be used ({reason}); training goes on without it"
    ),
    QT_TRANSLATE_NOOP(
        "Notice",
        "the training step cannot be recorded as a CUDA graph ({reason}); training goes on without it",
    ),
    QT_TRANSLATE_NOOP("Notice", "the loss of the {kind} is not a finite number at step {step}"),
    QT_TRANSLATE_NOOP("Notice", "the memory of this computer is too small for this run"),
    QT_TRANSLATE_NOOP("Notice", "the model file cannot be read: {reason}"),
    QT_TRANSLATE_NOOP(
        "Notice", "the model file cannot be used: it claims {count} tensors, above the limit of {limit}"
    ),
    QT_TRANSLATE_NOOP("Notice", "the model file cannot be used: it ends before its header does"),
    QT_TRANSLATE_NOOP(
        "Notice",
        "the model file cannot be used: it holds {found} bytes of tensors, its header claims {claimed}",
    ),
    QT_TRANSLATE_NOOP(
        "Notice", "the model file cannot be used: it is {size} bytes large, above the limit of {limit}"
    ),
    QT_TRANSLATE_NOOP("Notice", "the model file cannot be used: its header cannot be read"),
    QT_TRANSLATE_NOOP(
        "Notice",
        "the model file cannot be used: its header claims {length} bytes, above the limit of {limit}",
    ),
    QT_TRANSLATE_NOOP("Notice", "the model file cannot be used: its metadata cannot be read"),
    QT_TRANSLATE_NOOP("Notice", "the model file cannot be used: its tensors overlap or leave gaps"),
    QT_TRANSLATE_NOOP(
        "Notice", "the model file cannot be used: the shape of {name} is impossible or does not fit its size"
    ),
    QT_TRANSLATE_NOOP("Notice", "the model file cannot be used: {name} has the unsupported type {dtype}"),
    QT_TRANSLATE_NOOP("Notice", "the model file changed while it was read"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: a preview image lies outside its data set"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: a preview label has no name"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: it holds {count} preview codes"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: its description has an impossible {field}"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: its description is not possible ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: its description is not valid ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: its format version {version} never existed"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: its network cannot be built"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: its past codes have impossible epochs or scales"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: {name} holds values that are not finite numbers"),
    QT_TRANSLATE_NOOP("Notice", "the model file is damaged: {name} is missing or does not belong there"),
    QT_TRANSLATE_NOOP(
        "Notice", "the model file is damaged: {name} is {dtype} {found}, where {expected} was expected"
    ),
    QT_TRANSLATE_NOOP("Notice", "the model was not saved, since its file could not be read again: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the model was saved"),
    QT_TRANSLATE_NOOP("Notice", "the names are {names}"),
    QT_TRANSLATE_NOOP("Notice", "the processes of this job cannot reach one another: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the run cannot be moved to the trash: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the run ended before it had learned anything"),
    QT_TRANSLATE_NOOP("Notice", "the run folder may not be written: {reason}"),
    QT_TRANSLATE_NOOP("Notice", "the run has format {version}, and this program reads up to {known}"),
    QT_TRANSLATE_NOOP("Notice", "the run is being written and cannot be deleted"),
    QT_TRANSLATE_NOOP("Notice", "the run is being written by another process"),
    QT_TRANSLATE_NOOP("Notice", "the run is finished"),
    QT_TRANSLATE_NOOP("Notice", "the run that was followed is finished: epoch {epoch:.4g}"),
    QT_TRANSLATE_NOOP("Notice", "the run that was followed was cut off in epoch {epoch:.4g}"),
    QT_TRANSLATE_NOOP("Notice", "the selection was saved"),
    QT_TRANSLATE_NOOP("Notice", "the specification of the run is not valid ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the state belongs to another run: {name}"),
    QT_TRANSLATE_NOOP("Notice", "the state of the run cannot be used ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "the state of this run is larger than {limit} bytes and cannot be kept"),
    QT_TRANSLATE_NOOP("Notice", "the test loss of the {kind} is not a finite number after step {step}"),
    QT_TRANSLATE_NOOP("Notice", "the training images are {train} and the test images {test}"),
    QT_TRANSLATE_NOOP("Notice", "the values reach from {lowest} to {highest}"),
    QT_TRANSLATE_NOOP(
        "Notice", "the weights or codes of the {kind} are not finite numbers after step {step}"
    ),
    QT_TRANSLATE_NOOP("Notice", "the window was not drawn within {seconds} s"),
    QT_TRANSLATE_NOOP("Notice", "there are no pictures in this folder, only {others} other files"),
    QT_TRANSLATE_NOOP("Notice", "there are {labels} labels for {images} images"),
    QT_TRANSLATE_NOOP("Notice", "there is no data set, file or folder of this name"),
    QT_TRANSLATE_NOOP("Notice", "there is no display to open a window on"),
    QT_TRANSLATE_NOOP("Notice", "there is no model in this map yet"),
    QT_TRANSLATE_NOOP("Notice", "there is not enough memory for a figure of {width} × {height} pixels"),
    QT_TRANSLATE_NOOP("Notice", "there is not enough memory for these images"),
    QT_TRANSLATE_NOOP(
        "Notice", "there is nothing to go on with: the run is finished, or another process writes it"
    ),
    QT_TRANSLATE_NOOP("Notice", "there is nothing to go on with; carry it out again to get the same figures"),
    QT_TRANSLATE_NOOP("Notice", "there is nothing to train"),
    QT_TRANSLATE_NOOP("Notice", "there is one image only, and a data set needs at least two"),
    QT_TRANSLATE_NOOP("Notice", "there is one picture only, and a data set needs at least two"),
    QT_TRANSLATE_NOOP("Notice", "this cannot be read ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "this computer has no device of that name"),
    QT_TRANSLATE_NOOP("Notice", "this data set is not on this computer"),
    QT_TRANSLATE_NOOP("Notice", "this is no run: its specification cannot be read ({reason})"),
    QT_TRANSLATE_NOOP("Notice", "this is not a file"),
    QT_TRANSLATE_NOOP("Notice", "this is not a picture, or one of an unknown format"),
    QT_TRANSLATE_NOOP("Notice", "this is not an IDX file: it begins with the bytes {magic}"),
    QT_TRANSLATE_NOOP("Notice", "this is not an array in numpy's format, or its header is damaged"),
    QT_TRANSLATE_NOOP("Notice", "this part of the program is missing"),
    QT_TRANSLATE_NOOP("Notice", "this part of the trust needs the images, and they are not open"),
    QT_TRANSLATE_NOOP("Notice", "this picture is damaged or cannot be read ({reason})"),
    QT_TRANSLATE_NOOP(
        "Notice", "this picture is too large ({size}): at most {limit} million pixels are decoded"
    ),
    QT_TRANSLATE_NOOP(
        "Notice", "three more decoders are trained on the codes of each map; it takes a little while"
    ),
    QT_TRANSLATE_NOOP("Notice", "too many layers"),
    QT_TRANSLATE_NOOP("Notice", "train or open one first"),
    QT_TRANSLATE_NOOP("Notice", "train the model again"),
    QT_TRANSLATE_NOOP("Notice", "training ended by a mistake inside the program: {error}"),
    QT_TRANSLATE_NOOP("Notice", "training needs the images, and they are not on this computer"),
    QT_TRANSLATE_NOOP("Notice", "try again when the computer is less busy"),
    QT_TRANSLATE_NOOP("Notice", "use grey (1) or RGB (3) images"),
    QT_TRANSLATE_NOOP("Notice", "use more images or a smaller latent dimension"),
    QT_TRANSLATE_NOOP("Notice", "use one kind of label throughout"),
    QT_TRANSLATE_NOOP("Notice", "write 1 to {most}"),
    QT_TRANSLATE_NOOP("Notice", "write a number from {lowest} to {highest}"),
    QT_TRANSLATE_NOOP("Notice", "write at least one number"),
    QT_TRANSLATE_NOOP("Notice", "write at most {most}"),
    QT_TRANSLATE_NOOP("Notice", "write numbers, such as 512, 256, 128"),
    QT_TRANSLATE_NOOP(
        "Notice", "your last training was kept: {kinds} on {dataset}, epoch {epoch:.0f} of {epochs}"
    ),
    QT_TRANSLATE_NOOP("Notice", "{channels} channels are not possible"),
    QT_TRANSLATE_NOOP("Notice", "{count} images are too few for {latent_dim} principal components"),
    QT_TRANSLATE_NOOP("Notice", "{file} could not be fetched ({reasons})"),
    QT_TRANSLATE_NOOP("Notice", "{name} is damaged, or packed in a way that numpy does not use"),
    QT_TRANSLATE_NOOP(
        "Notice", "{name} would unpack from {packed} to {unpacked} bytes, as a bomb does and images do not"
    ),
    QT_TRANSLATE_NOOP("Notice", "{value} is not possible"),
    QT_TRANSLATE_NOOP("Notice", "{width} is no possible width"),
    QT_TRANSLATE_NOOP("Notice", "“{word}” is no width"),
)

FIELDS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Notice", "image shape"),
    QT_TRANSLATE_NOOP("Notice", "image height"),
    QT_TRANSLATE_NOOP("Notice", "image width"),
    QT_TRANSLATE_NOOP("Notice", "pixels of an image"),
    QT_TRANSLATE_NOOP("Notice", "latent dimension"),
    QT_TRANSLATE_NOOP("Notice", "latent dimension of a PCA"),
    QT_TRANSLATE_NOOP("Notice", "number of hidden layers"),
    QT_TRANSLATE_NOOP("Notice", "hidden layer width"),
    QT_TRANSLATE_NOOP("Notice", "number of weights"),
    QT_TRANSLATE_NOOP("Notice", "likelihood"),
    QT_TRANSLATE_NOOP("Notice", "epochs"),
    QT_TRANSLATE_NOOP("Notice", "batch size"),
    QT_TRANSLATE_NOOP("Notice", "learning rate"),
    QT_TRANSLATE_NOOP("Notice", "weight decay"),
    QT_TRANSLATE_NOOP("Notice", "seed"),
    QT_TRANSLATE_NOOP("Notice", "number of images"),
)
"""What errors call the parameter at fault."""

REASONS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("Notice", "No such file or directory"),
    QT_TRANSLATE_NOOP("Notice", "Permission denied"),
    QT_TRANSLATE_NOOP("Notice", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Notice", "No space left on device"),
    QT_TRANSLATE_NOOP("Notice", "Is a directory"),
    QT_TRANSLATE_NOOP("Notice", "Not a directory"),
    QT_TRANSLATE_NOOP("Notice", "Directory not empty"),
    QT_TRANSLATE_NOOP("Notice", "Read-only file system"),
    QT_TRANSLATE_NOOP("Notice", "File exists"),
    QT_TRANSLATE_NOOP("Notice", "Device or resource busy"),
    QT_TRANSLATE_NOOP("Notice", "File too large"),
    QT_TRANSLATE_NOOP("Notice", "File name too long"),
    QT_TRANSLATE_NOOP("Notice", "Too many levels of symbolic links"),
    QT_TRANSLATE_NOOP("Notice", "Too many open files"),
    QT_TRANSLATE_NOOP("Notice", "Input/output error"),
    QT_TRANSLATE_NOOP("Notice", "Cannot allocate memory"),
    QT_TRANSLATE_NOOP("Notice", "Broken pipe"),
    QT_TRANSLATE_NOOP("Notice", "Connection timed out"),
    QT_TRANSLATE_NOOP("Notice", "Connection refused"),
    QT_TRANSLATE_NOOP("Notice", "Connection reset by peer"),
    QT_TRANSLATE_NOOP("Notice", "Network is unreachable"),
    QT_TRANSLATE_NOOP("Notice", "No route to host"),
    QT_TRANSLATE_NOOP("Notice", "the certificate of the server is not trusted"),
    QT_TRANSLATE_NOOP("Notice", "the server does not answer"),
    QT_TRANSLATE_NOOP("Notice", "the server fell silent"),
    QT_TRANSLATE_NOOP("Notice", "the connection was cut"),
    QT_TRANSLATE_NOOP("Notice", "the server cannot be reached"),
)
"""Why the system refuses, or a server does not give, a file."""
