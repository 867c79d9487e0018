from tqdm import tqdm


def bar(label: str, *, total: int | None, unit: str) -> tqdm:
    """How far a long command is; on a terminal alone, for in a log it would be a thousand lines."""
    return tqdm(total=total, desc=label, unit=f" {unit}", disable=None)
