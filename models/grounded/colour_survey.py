"""What people call a colour: the basic term of the nearest ones in the xkcd colour survey.

The survey (Randall Munroe 2010, https://xkcd.com/color/rgb/, 222,500 sessions; its results are CC0)
has 949 names that people gave to colours on their screens. Those whose last word is a basic colour term ("dusty rose
pink" is pink) are here, as in matplotlib 3.10.0 `_color_data.py`; teal and turquoise count as cyan, violet as purple,
beige as brown. Each asked of the others, 90 % have their own term. What has no colour (black, grey, white)
is told before by its saturation (`models.grounded.picture`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

NEAREST = 5
"""Colours of the survey that are asked."""
BLUNT = 25.0
"""Added to squared distances in CIELAB: nobody tells apart what is five units away."""
SURVEY = {
    "blue": (
        "000133 00022e 00035b 001146 004577 010fcc 01386a 014182 015482 0165fc 016795 020035 0203e2 02066f 021bf9 "
        "02ccfe 02d8e9 030aa7 0339f8 0343df 03719c 040273 040348 047495 04d9ff 0504aa 056eee 0652ff 0804f9 0a437a "
        "0b8b87 0c06f7 0d75f8 0e87cc 107ab0 152eff 1805db 214761 247afd 26538d 26f7fd 276ab3 2c6fbb 2e5a88 31668a "
        "3778bf 3a18b1 3a2efe 3b5b92 3b719f 3c73a8 3d7afd 3e82fc 3f829d 42b395 436bad 448ee4 475f94 49759c 4984b8 "
        "4b57db 4e7496 4f738e 507b9c 5170d7 5684ae 5a7d9a 5a86ad 5b7c99 5e819d 5f34e7 601ef9 6140ef 63f7b4 6488ea "
        "658cbb 661aee 75bbfd 78d1b6 7bf2da 8ab8fe 8af1fe 8b88f8 8f99fb 95d0fc 98eff9 a2bffe a2cffe acc2d9 b1d1fc "
        "bdf6fe c3fbf4 c4fff7 c6fcff cafffb d0fefe d4ffff d5ffff d6fffe d7fffe "
    ),
    "brown": (
        "1d0200 341c02 410200 411900 60460f 645403 653700 696006 696112 6b4247 6e1005 7a5901 7a6a4f 7b5804 7d7103 "
        "7f2b0a 7f5112 836539 876e4b 885f01 886806 8b3103 947706 964e02 9b7a01 ab7e4c ac7e04 ac9362 ad8150 ad900d "
        "ae8b0c b16002 b17261 b1916e b25f03 b2713d b27a01 c4a661 c9d179 cba560 d3b683 e6daa6 fffeb6 "
    ),
    "cyan": (
        "00555a 00fbb0 00ffff 014d4e 017374 01f9c6 029386 045c5a 06c2ac 0a888a 0ffef9 2afeb7 32bf84 41fdfe 4c9085 "
        "5f9e8f 719f91 7ef4cc 82cbb2 90e4c1 a5fbd5 acfffc b7fffa "
    ),
    "green": (
        "002d04 009337 014600 019529 01ff07 02590f 028f1e 02ab2e 02c14d 033500 044a05 048243 05480d 05ffa6 062e03 "
        "06470c 089404 08ff08 0a481e 0add08 0aff02 0b4008 0bf77d 0cdc73 0cff0c 10a674 11875d 12e193 154406 15b01a "
        "1bfc06 20c073 21c36f 21fc0d 25ff29 287c37 2a7e19 2baf6a 2bb179 2cfa1f 2dfe54 2fef10 33b864 35530a 35ad6b "
        "388004 39ad48 3ae57f 3c4d03 3d9973 3eaf76 3f9b0b 40fd14 419c03 4b5d16 4b6113 4da409 4efd54 4f9153 50a747 "
        "51b73b 526525 53fca1 53fe5c 548d44 56ae57 58bc08 5c8b15 5ca904 5cb200 5fa052 606602 61de2a 61e160 638b27 "
        "63b365 657432 658b38 658d6d 65fe08 667c3e 667e2c 677a04 699d4c 69d84f 6a6e09 6ba353 6c7a0e 6f6c0a 6f7c00 "
        "6fc276 70b23f 728639 748500 749551 74a662 758000 75b84f 75fd63 76a973 76cd26 76fda8 7a9703 7af9ab 7bb274 "
        "7ebd01 82a67d 87a922 889717 88b378 89a203 89fe05 8cfd7e 8cff9e 8eab12 8ee53f 8f9805 8fae22 8ffe09 8fff9f "
        "90fda9 94a617 94ac02 94b21c 96b403 96f97b 98f6b0 99cc04 9aae07 9af764 9be5aa 9db92c 9dc100 a0bf16 a4be5c "
        "a6c875 a6fbb2 a7ffb5 a8b504 a9be70 a9f971 adf802 b0dd16 b0ff9d b1d27b b1fc99 b1ff65 b2fba5 b6c406 b9ff66 "
        "bcf5a6 bdf8a3 bff128 c2ff89 c4fe82 c7fdb5 c8ffb0 cffdbc d1ffbd "
    ),
    "grey": (
        "363737 3c4142 59656d 6b7c85 6f828a 748b97 7a687f 7d7f7c 7ea07a 86775f 89a0b0 929591 947e94 95a3a6 96ae8d "
        "978a84 997570 c8aca9 d8dcd6 fdfdfe "
    ),
    "orange": (
        "c04e01 c14a09 c45508 c65102 c87606 ca6b02 cb7723 cd5909 d8863b dc4d01 f0833a f0944d f8481c f97306 fb7d07 "
        "fdaa48 fe4b03 ff5b00 ff724c ff964f ffa756 ffab0f "
    ),
    "pink": (
        "c27e79 c77986 c83cb9 c88d94 ca7b80 cb0162 cb416b cc7a8b cd7584 ce5dae d1768f d5869d d58a94 d90166 da467d "
        "dd85d7 de9dac df4ec8 e78ea5 f075e6 f36196 f6688e f7879a fb5581 fdb0c0 fe019a fe01b1 fe02a2 fe2c54 fe46a5 "
        "fe7b7c fe828c fe83cc ff028d ff0490 ff0789 ff6163 ff63e9 ff69af ff7fa7 ff81c0 ff9a8a ffb2d0 ffb7ce ffbacd "
        "ffcfdc ffd1df fff4f2 "
    ),
    "purple": (
        "280137 2a0134 34013f 35063e 36013f 430541 490648 4b006e 4e0550 5d1451 6241c7 703be7 720058 734a65 751973 "
        "76424e 7e1e9c 805b87 825f87 84597e 887191 895b7b 910951 916e99 952e8f 9900fa 9a0eea 9e43a2 a00498 a442a0 "
        "a552e6 a55af4 a66fb5 aa23ff ad03de ad0afd b790d4 bc13fe be03fd bf77f6 c071fe c94cbe ca9bf7 caa0ff cb00f5 "
        "ceaefa d648d7 d6b4fc f6cefc "
    ),
    "red": (
        "7b0323 840000 850e04 8f1402 980002 9a0200 9e3623 9f2305 a90308 aa2704 af2f0d b0054b b9484e bb3f3f be013c "
        "c0022f d3494e d9544d db5856 e50000 ec2d01 f10c45 f43605 f7022a fa4224 fc2647 fe0002 fe2f4a ff000d ff073a "
        "ff474c "
    ),
    "yellow": (
        "bfac05 c2b709 c2be0e c6f808 c7c10c c9b003 cdc50a cdfd02 cfff04 d0c101 d0e429 d0fe1d d2bd0a d5ab09 d5b60a "
        "ddd618 eedc5b f1f33f fafe4b fce166 fdb915 fdee73 fdff38 fec615 feff7f ffda03 ffdf22 fff917 fffd01 fffd37 "
        "fffd74 fffe40 fffe71 fffe7a ffff14 ffff84 "
    ),
}
"""Basic term -> its colours, as red, green and blue in hexadecimal."""


def basic_term(red: float, green: float, blue: float) -> str:
    """A key of `SURVEY` for an sRGB colour, 0..255 each: of the nearest ones, nearer ones counting for more."""
    import numpy as np

    return basic_terms(np.array([[red, green, blue]]))[0]


def basic_terms(values: Floats) -> list[str]:
    """The same of each of (n, 3) colours."""
    import numpy as np

    places, terms = _survey()
    found = []
    for lab in _lab(values):
        away = ((places - lab) ** 2).sum(1)
        votes: dict[str, float] = {}
        near = np.argpartition(away, NEAREST)[:NEAREST]
        for at in sorted(near.tolist(), key=lambda one: (float(away[one]), one)):
            votes[terms[at]] = votes.get(terms[at], 0.0) + 1 / (float(away[at]) + BLUNT)
        found.append(max(votes, key=lambda term: votes[term]))
    return found


@cache
def _survey() -> tuple[Floats, tuple[str, ...]]:
    """(n, 3) CIELAB, and the term of each."""
    import numpy as np

    named = [(code, term) for term, codes in SURVEY.items() for code in codes.split()]
    values = np.array([list(bytes.fromhex(code)) for code, _ in named], np.float64)
    return _lab(values), tuple(term for _, term in named)


def _lab(values: Floats) -> Floats:
    """CIELAB (D65) of sRGB 0..255 in the last axis (IEC 61966-2-1, CIE 15)."""
    import numpy as np

    share = values / 255
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = light @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    lab: Floats = np.stack(
        [116 * root[..., 1] - 16, 500 * (root[..., 0] - root[..., 1]), 200 * (root[..., 1] - root[..., 2])], -1
    )
    return lab
