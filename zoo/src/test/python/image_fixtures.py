#!/usr/bin/env python3
"""Writes the pictures of the image tests, and what Pillow and torchvision make of them.

    image_fixtures.py ../resources/io/sardonyx/zoo/image

read/NAME.EXT     pictures in many formats; read/NAME.ppm is what a reader must give
resize/           a source, and FILTER-WIDTHxHEIGHT results of Pillow's resize
pipeline/         results of torchvision's Resize and CenterCrop, and a normalised tensor

Debian 12: python3-pil (9.4), python3-torchvision (0.14), python3-numpy.
"""
import io
import os
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps
from torchvision import transforms
from torchvision.transforms import InterpolationMode


def photo(width, height, seed):
    """Smooth colours, hard edges and noise: everything that filters treat differently."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    channels = []
    for c in range(3):
        v = 127 + 90 * np.sin(x / (4.0 + c) + seed) * np.cos(y / (6.0 - c))
        v = np.where((x // 9 + y // 7) % 3 == c, 255 - v, v)
        channels.append(v + rng.normal(0, 25, v.shape))
    return np.clip(np.stack(channels, -1), 0, 255).astype(np.uint8)


def ppm(path, pixels):
    """Writes P6 (three channels) or P5 (one)."""
    pixels = np.asarray(pixels)
    kind = b"P6" if pixels.ndim == 3 else b"P5"
    with open(path, "wb") as f:
        f.write(b"%s\n%d %d\n255\n" % (kind, pixels.shape[1], pixels.shape[0]))
        f.write(np.ascontiguousarray(pixels, np.uint8).tobytes())


# ------------------------------------------------------------------------------- PNG
def png(samples, bits, color_type, palette=None, trns=None, interlaced=False):
    """A PNG file of samples [height, width, channels]; Pillow cannot write all kinds."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    def rows(part):
        out = b""
        for row in part:
            flat = row.reshape(-1).astype(np.uint32)
            if bits == 16:
                packed = flat.astype(">u2").tobytes()
            elif bits == 8:
                packed = flat.astype(np.uint8).tobytes()
            else:
                shifts = np.arange(bits - 1, -1, -1)
                packed = np.packbits((flat[:, None] >> shifts & 1).astype(np.uint8).reshape(-1)).tobytes()
            out += b"\0" + packed
        return out

    height, width = samples.shape[:2]
    if interlaced:
        adam7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
        parts = [samples[y::dy, x::dx] for y, x, dy, dx in adam7]
        data = b"".join(rows(p) for p in parts if p.size)
    else:
        data = rows(samples)
    out = b"\x89PNG\r\n\x1a\n"
    out += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, int(interlaced)))
    if palette is not None:
        out += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    if trns is not None:
        out += chunk(b"tRNS", trns)
    return out + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def write_pngs(where):
    rgb = photo(13, 9, 1).astype(np.uint32)
    gray = rgb[:, :, :1]
    alpha = rgb[:, :, 2:]
    rng = np.random.default_rng(2)
    wide = lambda v: v * 256 + rng.integers(0, 256, v.shape)

    def put(name, data, levels):
        with open("%s/%s.png" % (where, name), "wb") as f:
            f.write(data)
        levels = np.broadcast_to(levels, levels.shape[:2] + (3,)).astype(np.uint8)
        if "gray16" not in name:        # Pillow saturates 16-bit gray instead of scaling it
            pillow = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
            assert (pillow == levels).all(), name
        ppm("%s/%s.png.ppm" % (where, name), levels)

    for bits in (1, 2, 4):
        v = gray >> (8 - bits)
        put("gray%d" % bits, png(v, bits, 0), v * 255 // (2 ** bits - 1))
    put("gray8", png(gray, 8, 0), gray)
    put("gray8-trns", png(gray, 8, 0, trns=struct.pack(">H", int(gray[0, 0, 0]))), gray)
    put("gray16", png(wide(gray), 16, 0), gray)
    put("gray-alpha8", png(np.concatenate([gray, alpha], -1), 8, 4), gray)
    put("gray-alpha16", png(wide(np.concatenate([gray, alpha], -1)), 16, 4), gray)
    put("rgb8", png(rgb, 8, 2), rgb)
    put("rgb8-trns", png(rgb, 8, 2, trns=struct.pack(">HHH", *map(int, rgb[0, 0]))), rgb)
    put("rgb8-interlaced", png(rgb, 8, 2, interlaced=True), rgb)
    put("rgb16", png(wide(rgb), 16, 2), rgb)
    put("rgba8", png(np.concatenate([rgb, alpha], -1), 8, 6), rgb)
    put("rgba16", png(wide(np.concatenate([rgb, alpha], -1)), 16, 6), rgb)
    for bits in (1, 2, 4, 8):
        palette = photo(2 ** bits, 1, 3 + bits)[0]
        v = gray >> (8 - bits)
        put("palette%d" % bits, png(v, bits, 3, palette), palette[v[:, :, 0]])
    put("palette4-interlaced", png(gray >> 4, 4, 3, palette[:16], interlaced=True), palette[gray[:, :, 0] >> 4])
    put("palette8-trns", png(gray, 8, 3, palette, trns=bytes(range(0, 250, 2))), palette[gray[:, :, 0]])


# ------------------------------------------------------------------------------ JPEG
def jpeg(image, **kw):
    out = io.BytesIO()
    image.save(out, "JPEG", **kw)
    return out.getvalue()


def without_first_marker(data):
    length = data[4] * 256 + data[5]
    return data[:2], data[4 + length:]


def adobe(transform):
    return b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])


def exif(orientation, big):
    order = ">" if big else "<"
    tiff = (b"MM" if big else b"II") + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", 2)
    tiff += struct.pack(order + "HHII", 0x0100, 4, 1, 77)
    tiff += struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\0\0" + tiff + struct.pack(order + "I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def write_jpegs(where):
    image = Image.fromarray(photo(21, 17, 4))
    gray = image.convert("L")

    def put(name, data, upright=False):
        with open("%s/%s.jpg" % (where, name), "wb") as f:
            f.write(data)
        read = Image.open(io.BytesIO(data))
        ppm("%s/%s.jpg.ppm" % (where, name), (ImageOps.exif_transpose(read) if upright else read).convert("RGB"))

    put("jfif-420", jpeg(image, quality=85, optimize=True))
    put("jfif-422", jpeg(image, quality=85, subsampling="4:2:2", optimize=True))
    full = jpeg(image, quality=90, subsampling="4:4:4", optimize=True)
    put("jfif-444", full)
    put("progressive", jpeg(image, quality=85, progressive=True))
    put("gray", jpeg(gray, quality=85, optimize=True))
    put("broken-profile", jpeg(image, quality=85, optimize=True, icc_profile=b"no profile" * 9))
    start, rest = without_first_marker(full)
    put("no-marker", start + rest)
    put("adobe-rgb", start + adobe(0) + rest)
    put("adobe-ycc", start + adobe(1) + rest)
    cmyk = np.concatenate([np.asarray(image), np.asarray(gray)[:, :, None] // 2], -1)
    start, rest = without_first_marker(jpeg(Image.fromarray(cmyk, "CMYK"), quality=90, optimize=True))
    put("cmyk", start + adobe(0) + rest)
    put("cmyk-no-marker", start + rest)
    put("ycck", start + adobe(2) + rest)
    small = Image.fromarray(photo(11, 6, 5)).convert("L")
    for orientation in range(1, 9):
        data = jpeg(small, quality=90, optimize=True)
        put("exif-%d" % orientation, data[:2] + exif(orientation, orientation % 2 == 0) + data[2:], upright=True)


def write_others(where):
    image = Image.fromarray(photo(13, 9, 6))
    for name, mode in (("rgb24.bmp", "RGB"), ("palette8.bmp", "P"), ("gray8.bmp", "L"), ("black-white.bmp", "1"),
                       ("palette.gif", "P"), ("gray.gif", "L")):
        converted = image.quantize(32) if mode == "P" else image.convert(mode)
        converted.save("%s/%s" % (where, name))
        ppm("%s/%s.ppm" % (where, name), Image.open("%s/%s" % (where, name)).convert("RGB"))


# ---------------------------------------------------------------------------- resize
FILTERS = {"nearest": Image.Resampling.NEAREST, "box": Image.Resampling.BOX, "bilinear": Image.Resampling.BILINEAR,
           "hamming": Image.Resampling.HAMMING, "bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}


def write_resized(where):
    image = Image.fromarray(photo(61, 47, 7))
    gray = image.convert("L")
    ppm("%s/source.ppm" % where, image)
    for name, kind in FILTERS.items():
        for size in ((23, 19), (5, 3)):
            ppm("%s/%s-%dx%d.ppm" % (where, name, *size), image.resize(size, kind))
        for size in ((67, 20), (61, 13), (17, 47), (7, 97)):
            ppm("%s/%s-%dx%d.pgm" % (where, name, *size), gray.resize(size, kind))


def write_pipelines(where):
    modes = {"bilinear": InterpolationMode.BILINEAR, "bicubic": InterpolationMode.BICUBIC}
    for i, (size, resize, crop, mode) in enumerate((((41, 31), 20, 16, "bilinear"), ((27, 35), 19, 16, "bicubic"),
                                                    ((33, 26), 21, 18, "bilinear"), ((10, 14), 12, 17, "bicubic"),
                                                    ((21, 21), 16, 21, "bilinear"), ((9, 40), 7, 10, "bicubic"))):
        image = Image.fromarray(photo(*size, 8 + i))
        ppm("%s/%d-source.ppm" % (where, i), image)
        cut = transforms.Compose([transforms.Resize(resize, interpolation=modes[mode]), transforms.CenterCrop(crop)])
        ppm("%s/%d-%s-%d-%d.ppm" % (where, i, mode, resize, crop), cut(image))
        if i == 0:
            to_tensor = transforms.Compose([cut, transforms.ToTensor(),
                                            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))])
            to_tensor(image).numpy().astype("<f4").tofile("%s/%d.f32" % (where, i))


def main():
    out = sys.argv[1]
    for folder, write in (("read", [write_pngs, write_jpegs, write_others]), ("resize", [write_resized]),
                          ("pipeline", [write_pipelines])):
        where = os.path.join(out, folder)
        os.makedirs(where, exist_ok=True)
        for f in write:
            f(where)


if __name__ == "__main__":
    main()
