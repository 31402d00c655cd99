"""Parts of a base, compared in whole numbers: 以上 includes the number, 超过 and 过半数 do not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a base: `strict` means more than it, otherwise at least it."""

    num: int
    den: int
    strict: bool

    def reached(self, count: int, base: int) -> bool:
        """Compare without division: count/base against num/den."""
        left, right = count * self.den, base * self.num
        return left > right if self.strict else left >= right

    def least(self, base: int) -> int:
        """The smallest whole number that reaches it."""
        whole, rest = divmod(base * self.num, self.den)
        return whole + 1 if self.strict or rest else whole


MORE_THAN_HALF = Share(1, 2, strict=True)
TWO_THIRDS = Share(2, 3, strict=False)
THREE_QUARTERS = Share(3, 4, strict=False)
ALL = Share(1, 1, strict=False)

# Code of the table of votes → the part of the called that must be there (RES-3, RES-5, COM).
QUORUM: dict[str, Share | None] = {
    "COM": TWO_THIRDS,
    "RES-ALL": MORE_THAN_HALF,
    "RES-REP": TWO_THIRDS,
    "VIL-ALL": MORE_THAN_HALF,
    "VIL-REP": TWO_THIRDS,
    "VIL-ALL-H": TWO_THIRDS,
    "RONR": None,
    "OWN-ORD": TWO_THIRDS,
    "OWN-SPEC": TWO_THIRDS,
    "OWN-UNAN": None,
}
BY_AREA = frozenset({"OWN-ORD", "OWN-SPEC"})  # asked of area as well as of heads (278)
