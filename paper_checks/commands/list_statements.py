"""The command `list`: which statements there are."""


def list_statements() -> None:
    """List the statements of the paper and their claims."""
    from rich.console import Console

    from paper_checks import registry, tables

    Console().print(tables.statements(registry.statements()))
