#!/usr/bin/env bash
# Makes assets/fonts/*.ttf.br anew: the openly licensed faces in which papers are printed.
#
#   scripts/fonts.sh
#
# Nobody needs to run it: its results are committed. It takes the faces from npm and from Debian's
# archive, cuts them down to the characters named in docs/decisions/, and compresses them. It needs
# npm, apt-get, dpkg-deb, python3 with venv, and some twenty minutes, most of them for compression.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fonts="$PWD/assets/fonts"
data="$PWD/data"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fetch_npm() {
    local package=$1 name
    name="$(cd "$work" && npm pack --silent "$package")"
    mkdir -p "$work/$2"
    tar -xzf "$work/$name" -C "$work/$2"
}

fetch_deb() {
    (cd "$work" && apt-get download -qq "$1")
    dpkg-deb -x "$work/$1"_*.deb "$work/$2"
}

fetch_npm '@expo-google-fonts/noto-serif-sc@0.4.3' serif
fetch_npm '@expo-google-fonts/noto-sans-sc@0.4.3' sans
fetch_deb fonts-lxgw-wenkai kai
# Which characters the table of general standard characters (通用规范汉字表) holds.
fetch_deb unicode-data unicode

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet 'fonttools==4.68.0' 'brotli'
mkdir -p "$fonts"
"$work/venv/bin/python" - "$work" "$fonts" "$data" <<'PYTHON'
import bz2, glob, os, sys
import brotli
from fontTools import subset
from fontTools.ttLib import TTFont

work, fonts, data = sys.argv[1:]


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def general_standard():
    with bz2.open(f"{work}/unicode/usr/share/unicode/Unihan_OtherMappings.txt.bz2", "rt") as lines:
        for line in lines:
            fields = line.split("\t")
            if len(fields) > 1 and fields[1] == "kTGH":
                yield int(fields[0][2:], 16)


def names_of_places():
    for path in glob.glob(f"{data}/*.csv"):
        with open(path, encoding="utf-8") as text:
            yield from map(ord, text.read())


# Letters, punctuation, arrows, number forms, marks of every sort that papers hold.
SIGNS = [(0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x2070), (0x2070, 0x20A0), (0x2100, 0x2300), (0x2460, 0x2500),
         (0x25A0, 0x2720), (0x3000, 0x3040), (0x3200, 0x3400), (0xFE10, 0xFE70), (0xFF00, 0xFFF0)]
usual = set(gb2312()) | set(general_standard()) | set(names_of_places())
usual |= {ord(c) for c in "屲癿枹埉䃎"}
usual |= {c for first, end in SIGNS for c in range(first, end)}


def cut(source, name, characters, family=None):
    font = TTFont(source)
    options = subset.Options()
    options.hinting = False
    options.glyph_names = False
    options.layout_features = ["vert", "kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.drop_tables += ["STAT", "DSIG", "BASE", "GDEF", "meta", "vhea", "vmtx", "VORG", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters or font.getBestCmap().keys())
    subsetter.subset(font)
    if family:
        # A cut-down face may not bear the reserved name of its original (OFL 1.1, clause 3).
        for record in list(font["name"].names):
            if record.nameID in (1, 3, 4, 6, 16, 17):
                font["name"].removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
        for number, text in [(1, family), (3, family), (4, family), (6, family.replace(" ", ""))]:
            font["name"].setName(text, number, 3, 1, 0x409)
    # The day of the cut would make every run another file.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    path = f"{work}/{name}"
    font.save(path)
    whole = open(path, "rb").read()
    packed = brotli.compress(whole, quality=11, lgwin=24)
    open(f"{fonts}/{name}.br", "wb").write(packed)
    print(f"{name}: {len(font.getBestCmap())} characters, {len(whole)} bytes, {len(packed)} packed", flush=True)


# The first is whole: what the other three lack is taken from it.
cut(f"{work}/serif/package/400Regular/NotoSerifSC_400Regular.ttf", "song.ttf", None)
cut(f"{work}/serif/package/900Black/NotoSerifSC_900Black.ttf", "title.ttf", usual)
cut(f"{work}/sans/package/500Medium/NotoSansSC_500Medium.ttf", "hei.ttf", usual)
cut(f"{work}/kai/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "kai.ttf", usual, "Qingdan Kai")
PYTHON
ls -l "$fonts"
