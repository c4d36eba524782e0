#!/usr/bin/env python3
"""Exports a PyTorch image network to ONNX, with PyTorch's own outputs to prove the export.

    export_pytorch.py resnet18 --out resnet18                        # torchvision's, random weights
    export_pytorch.py resnet18 --weights resnet18.pth --out resnet18 # a checkpoint
    export_pytorch.py efficientnet_b0 --weights IMAGENET1K_V1 --out effnet   # downloaded by torchvision
    export_pytorch.py mynets:make_net --weights best.pt --shape 1,28,28 --out mynet

writes, in the layout of ONNX's own tests,

    OUT/model.onnx
    OUT/test_data_set_0/input_0.pb, output_0.pb, ...
    OUT/test_data_set_1/...           with --dynamic-batch: a batch of 3
    OUT/labels.txt                    the classes' names, if torchvision knows them

so that `./sardonyx verify --scaled 1e-4 OUT` runs the model in Java and compares. Needs torch, numpy and onnx, and
torchvision for its networks (Debian 12: python3-torch python3-torchvision python3-onnx).
"""
import argparse
import importlib
import inspect
import os
import sys

import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("network", help="a torchvision classifier's name, or module:function that returns an nn.Module")
    p.add_argument("--out", required=True, help="the folder to write")
    p.add_argument("--weights", help="a checkpoint file, or the name of torchvision weights; random without")
    p.add_argument("--classes", type=int, help="number of classes, if not the network's default (torchvision)")
    p.add_argument("--shape", default=None, help="channels,height,width of the input; default 3,224,224 or the weights' size")
    p.add_argument("--opset", type=int, default=13)
    p.add_argument("--dynamic-batch", action="store_true", help="leave the batch size open")
    p.add_argument("--seed", type=int, default=0, help="of random weights and inputs")
    return p.parse_args()


# ---------------------------------------------------------------------------- network
def torchvision_preset(name, weights):
    """What torchvision says of a network's weights: class names and preprocessing; None if nothing."""
    try:
        from torchvision.models import get_model_weights
        known = get_model_weights(name)
        return known[weights] if weights in known.__members__ else known.DEFAULT
    except (ImportError, ValueError):
        return None


def build(name, classes):
    if ":" in name:
        module, function = name.split(":", 1)
        sys.path.insert(0, os.getcwd())
        return getattr(importlib.import_module(module), function)()
    import torchvision
    if not callable(getattr(torchvision.models, name, None)):
        sys.exit("torchvision has no network '%s'; for your own give module:function" % name)
    options = {} if classes is None else {"num_classes": classes}
    if name in ("googlenet", "inception_v3"):
        options["init_weights"] = False
    return getattr(torchvision.models, name)(weights=None, **options)


def load(net, file):
    """Loads a state dictionary, bare or inside a training checkpoint."""
    state = torch.load(file, map_location="cpu", weights_only=True)
    for key in ("state_dict", "model_state_dict", "model"):
        if isinstance(state.get(key), dict):
            state = state[key]
    net.load_state_dict({k[7:] if k.startswith("module.") else k: v for k, v in state.items()})


def settle(net, shape, gen):
    """Gives a network with random weights the running statistics that training would have left.

    Without them activations vanish or explode, and the comparison would prove little."""
    norms = [m for m in net.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d))]
    for m in norms:
        m.reset_running_stats()
        m.momentum = None
        m.train()
    with torch.no_grad():
        for _ in range(2):
            net(pictures(4, shape, gen))
    net.eval()


def pictures(count, shape, gen):
    """Noise with structure at several scales, mean 0 and standard deviation 1, as normalised pictures have."""
    channels, height, width = shape
    x = 0.25 * torch.randn((count, channels, height, width), generator=gen)
    for cells in (2, 4, 8, 16):
        grid = torch.randn((count, channels, min(cells, height), min(cells, width)), generator=gen)
        x = x + F.interpolate(grid, size=(height, width), mode="bilinear", align_corners=False) / cells ** 0.5
    return (x - x.mean()) / x.std()


# ----------------------------------------------------------------------------- export
def export(net, x, path, opset, dynamic, outputs):
    options = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    names = ["output"] + ["output_%d" % i for i in range(1, outputs)]
    axes = {n: {0: "batch"} for n in ["input"] + names} if dynamic else None
    torch.onnx.export(net, (x,), path, opset_version=opset, input_names=["input"], output_names=names,
                      dynamic_axes=axes, **options)
    return names


def tensors(value):
    """The outputs as a flat list; dictionaries (segmentation) in their order."""
    if isinstance(value, torch.Tensor):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [t for part in parts if part is not None for t in tensors(part)]


def write_set(folder, net, x, names):
    os.makedirs(folder, exist_ok=True)
    with torch.no_grad():
        found = tensors(net(x))
    for file, name, value in [("input_0.pb", "input", x)] + [
            ("output_%d.pb" % i, name, value) for i, (name, value) in enumerate(zip(names, found))]:
        with open(os.path.join(folder, file), "wb") as f:
            f.write(numpy_helper.from_array(value.numpy(), name).SerializeToString())
    return found


def preprocessing(preset):
    """The preset's preprocessing as the Java line that does the same; None if it has another form."""
    t = preset.transforms()
    try:
        name = t.interpolation.name
        return "Preprocessing.imagenet(%d, %d, Interpolation.%s)" % (t.resize_size[0], t.crop_size[0], name)
    except AttributeError:
        return None


def main():
    args = arguments()
    torch.manual_seed(args.seed)
    gen = torch.Generator().manual_seed(args.seed)
    preset = None if ":" in args.network else torchvision_preset(args.network, args.weights)
    if args.shape:
        shape = tuple(int(s) for s in args.shape.split(","))
    else:
        size = 224 if preset is None else getattr(preset.transforms(), "crop_size", [224])[0]
        shape = (3, size, size)

    net = build(args.network, args.classes).eval()
    if args.weights is None:
        settle(net, shape, gen)
    elif os.path.exists(args.weights):
        load(net, args.weights)
    elif preset is not None and args.weights == preset.name:
        net.load_state_dict(preset.get_state_dict(progress=True))
    else:
        sys.exit("'%s' is neither a file nor the name of weights of %s" % (args.weights, args.network))
    net.eval()
    for p in net.parameters():
        p.requires_grad_(False)

    os.makedirs(args.out, exist_ok=True)
    x = pictures(1, shape, gen)
    with torch.no_grad():
        outputs = len(tensors(net(x)))
    path = os.path.join(args.out, "model.onnx")
    names = export(net, x, path, args.opset, args.dynamic_batch, outputs)
    found = write_set(os.path.join(args.out, "test_data_set_0"), net, x, names)
    if args.dynamic_batch:
        write_set(os.path.join(args.out, "test_data_set_1"), net, pictures(3, shape, gen), names)

    print("wrote    %s: %.1f MB, opset %d, input [%s,%d,%d,%d]" % (
        (path, os.path.getsize(path) / 1e6, args.opset, "batch" if args.dynamic_batch else "1") + shape))
    print("outputs  " + ", ".join("%s %s" % (n, list(v.shape)) for n, v in zip(names, found)))
    categories = preset.meta.get("categories") if preset is not None else None
    if categories and len(categories) == found[0].shape[-1]:
        with open(os.path.join(args.out, "labels.txt"), "w", encoding="utf-8") as f:
            f.write("\n".join(categories) + "\n")
        print("labels   %s" % os.path.join(args.out, "labels.txt"))
        if preprocessing(preset):
            print("in Java  " + preprocessing(preset))
    print("verify   ./sardonyx verify --scaled 1e-4 " + args.out)


if __name__ == "__main__":
    main()
