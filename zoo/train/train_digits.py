#!/usr/bin/env python3
"""Trains the digits network of the zoo and writes all that comes from it.

    train_digits.py            # from anywhere; writes into the module this file is in

src/main/resources/io/sardonyx/zoo/digits.onnx       the network
samples/digit-*.png                                  held-out digits, dark on light
src/test/resources/io/sardonyx/zoo/digits/           inputs and PyTorch's outputs, in ONNX's test layout
src/test/resources/io/sardonyx/zoo/digits/held-out   every held-out picture: a byte label, 64 bytes levels

The data are the 1797 pictures of scikit-learn's load_digits: 8x8 pixels of 0 to 16. A quarter is
held out, the same number of each digit's share, and neither trained on nor used to choose
anything. Levels are rounded to 8 bits first, so that a PNG file holds exactly what the network is
trained on.

Debian 12: python3-torch (1.13), python3-sklearn (1.2), python3-onnx (1.12), python3-pil.
"""
import os

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn

MODULE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESOURCES = os.path.join(MODULE, "src/main/resources/io/sardonyx/zoo")
TEST_RESOURCES = os.path.join(MODULE, "src/test/resources/io/sardonyx/zoo")
SAMPLES = os.path.join(MODULE, "samples")
SEED = 1
EPOCHS = 80
BATCH = 48
UPSCALE = 12


class Block(nn.Module):
    """A residual block with normalisation and activation before each convolution."""

    def __init__(self, cin, cout, stride):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(cin), nn.BatchNorm2d(cout)
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.project = nn.Conv2d(cin, cout, 1, stride, bias=False) if stride > 1 else None

    def forward(self, x):
        a = F.relu(self.norm1(x))
        shortcut = x if self.project is None else self.project(a)
        return shortcut + self.conv2(F.relu(self.norm2(self.conv1(a))))


class DigitsNet(nn.Module):
    """Gray 8x8 pictures, 0 paper and 1 ink, to ten scores."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.blocks = nn.Sequential(Block(16, 16, 1), Block(16, 32, 2), Block(32, 32, 1))
        self.norm = nn.BatchNorm2d(32)
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        x = F.relu(self.norm(self.blocks(self.stem(x))))
        return self.head(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


def data():
    """Levels of 0 to 255 [n,8,8] and labels: for training, then held out."""
    digits = load_digits()
    levels = np.rint(digits.images * 255 / 16).astype(np.uint8)
    return train_test_split(levels, digits.target, test_size=0.25, stratify=digits.target, random_state=SEED)


def tensor(levels):
    return torch.from_numpy(levels.astype(np.float32) / np.float32(255))[:, None]


def jiggled(x, gen):
    """Every picture a little turned, sheared, scaled and moved, as hands do."""
    n = len(x)
    noise = lambda s: s * (2 * torch.rand(n, generator=gen) - 1)
    angle, shear, sx, sy = noise(0.15), noise(0.15), 1 + noise(0.12), 1 + noise(0.12)
    row1 = torch.stack([torch.cos(angle) * sx, -torch.sin(angle) + shear, noise(0.14)], -1)
    row2 = torch.stack([torch.sin(angle), torch.cos(angle) * sy, noise(0.14)], -1)
    grid = F.affine_grid(torch.stack([row1, row2], 1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)


def train(x, y):
    gen = torch.Generator().manual_seed(SEED)
    torch.manual_seed(SEED)
    net = DigitsNet()
    steps = EPOCHS * (len(x) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
    net.train()
    for _ in range(EPOCHS):
        order = torch.randperm(len(x), generator=gen)
        for i in range(0, len(x) - BATCH + 1, BATCH):
            chosen = order[i:i + BATCH]
            loss = F.cross_entropy(net(jiggled(x[chosen], gen)), y[chosen], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def export(net, x, accuracy, counts):
    path = os.path.join(RESOURCES, "digits.onnx")
    torch.onnx.export(net, x[:1], path, opset_version=13, input_names=["image"], output_names=["scores"],
                      dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}})
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {
        "task": "handwritten digits: gray pictures of 8x8, 0 paper and 1 ink, to ten scores",
        "held_out_accuracy": "%.4f (%d of %d pictures)" % (accuracy, *counts),
        "data": "Optical Recognition of Handwritten Digits (E. Alpaydin, C. Kaynak; UCI Machine Learning Repository,"
                " https://doi.org/10.24432/C50P49), as in scikit-learn's load_digits",
        "data_license": "CC BY 4.0",
        "trained_by": "zoo/train/train_digits.py"})
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return os.path.getsize(path)


def write_reference(net, x):
    for k, part in enumerate((x[:20], x[20:23])):
        where = os.path.join(TEST_RESOURCES, "digits", "test_data_set_%d" % k)
        os.makedirs(where, exist_ok=True)
        with torch.no_grad():
            pairs = (("input_0.pb", "image", part), ("output_0.pb", "scores", net(part)))
        for file, name, value in pairs:
            with open(os.path.join(where, file), "wb") as f:
                f.write(numpy_helper.from_array(value.numpy(), name).SerializeToString())


def write_samples(levels, labels):
    """The first two held-out pictures of each digit."""
    for digit in range(10):
        for letter, picture in zip("ab", levels[labels == digit]):
            paper = np.kron(255 - picture, np.ones((UPSCALE, UPSCALE), np.uint8))
            Image.fromarray(paper).save(os.path.join(SAMPLES, "digit-%d-%s.png" % (digit, letter)), optimize=True)


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for folder in (RESOURCES, TEST_RESOURCES, SAMPLES):
        os.makedirs(folder, exist_ok=True)
    train_levels, held_levels, train_labels, held_labels = data()
    net = train(tensor(train_levels), torch.from_numpy(train_labels))
    held = tensor(held_levels)
    with torch.no_grad():
        found = net(held).argmax(1).numpy()
        known = net(tensor(train_levels)).argmax(1).numpy()
    right = int((found == held_labels).sum())
    size = export(net, held, right / len(held), (right, len(held)))
    write_reference(net, held)
    write_samples(held_levels, held_labels)
    with open(os.path.join(TEST_RESOURCES, "digits", "held-out"), "wb") as f:
        f.write(np.hstack([held_labels[:, None], held_levels.reshape(-1, 64)]).astype(np.uint8).tobytes())
    print("parameters         %d" % sum(p.numel() for p in net.parameters()))
    print("model              %d bytes" % size)
    print("training accuracy  %.4f" % (known == train_labels).mean())
    print("held-out accuracy  %.4f (%d of %d)" % (right / len(held), right, len(held)))
    for i in np.flatnonzero(found != held_labels):
        print("  held-out %d: %d taken for %d" % (i, held_labels[i], found[i]))


if __name__ == "__main__":
    main()
