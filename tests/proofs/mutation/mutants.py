"""Every small fault that an edit could leave behind in a module, one at a time.

The operators are the usual ones (DeMillo, Lipton and Sayward 1978; Offutt et al. 1996): another
comparison, another number, another operator, a condition that always or never holds, a name for its
neighbour, a result that is dropped.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
OPERATORS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.FloorDiv],
    ast.Div: [ast.Mult],
}
OTHERS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "abs": "int"}
NEIGHBOURS = [
    {"SUPPRESS", "VEIL_IF_ALIKE", "PUBLISH"},
    {"SPLIT", "TOGETHER"},
    {"threshold", "reserve"},
    {"northern", "southern"},
]


@dataclass(frozen=True)
class Mutant:
    """A module with one fault. `name` says where and what, and stays the same when lines move."""

    name: str
    source: str
    is_in_function: bool
    """The fault is in what a function does, so that its code can take the other's place."""


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, from the outside in."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    names: dict[str, int] = {}
    for node in filter(lambda node: isinstance(node, ast.expr), list(ast.walk(tree))):
        for other in (other for fault in FAULTS for other in fault(node, parents[node])):
            name = f"{_where(node, parents)}: {ast.unparse(node)} → {ast.unparse(other)}"
            names[name] = names.get(name, 0) + 1
            again = f" ({names[name]})" if names[name] > 1 else ""
            yield Mutant(
                name + again,
                _with(tree, parents[node], node, other),
                _is_in_function(node, parents),
            )


def _in_its_place(node: ast.AST, parent: ast.AST) -> Iterator[ast.expr]:
    """What the place that an expression stands in allows: a condition always or never holds, a
    result is dropped.
    """
    match parent:
        case ast.If(test=here) | ast.IfExp(test=here) if here is node:
            yield from (ast.Constant(True), ast.Constant(False))
        case ast.comprehension(ifs=[here]) if here is node:
            yield ast.Constant(True)
        case ast.Return():
            yield ast.Constant(None)


def _operated(node: ast.AST, parent: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(ops=[*ops]):
            for at, op in enumerate(ops):
                yield from (
                    _changed(node, ops=[*ops[:at], new(), *ops[at + 1 :]])
                    for new in COMPARISONS[type(op)]
                )
        case ast.BinOp(op=op):
            yield from (_changed(node, op=new()) for new in OPERATORS.get(type(op), ()))
        case ast.BoolOp(op=op):
            yield _changed(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand


def _counted(node: ast.AST, parent: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=float(value)):
            yield from (ast.Constant(round(value * 1.1, 9)), ast.Constant(round(value * 0.9, 9)))


def _named(node: ast.AST, parent: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Constant(value=str(value)) if not isinstance(parent, ast.Expr | ast.FunctionDef):
            yield ast.Constant(value + "!")
        case ast.Name(id=name) if (
            name in OTHERS and isinstance(parent, ast.Call) and parent.func is node
        ):
            yield ast.Name(OTHERS[name])
        case ast.Attribute(attr=attr):
            yield from (
                _changed(node, attr=new)
                for group in NEIGHBOURS
                if attr in group
                for new in sorted(group - {attr})
            )


FAULTS = (_in_its_place, _operated, _counted, _named)


def _changed(node: ast.expr, **fields: object) -> ast.expr:
    other = copy.copy(node)
    for field, value in fields.items():
        setattr(other, field, value)
    return other


def _is_in_function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.FunctionDef):
            return True
    return False


def _where(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    names = []
    while node in parents:
        node = parents[node]
        names += [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    return ".".join(reversed(names)) or "module"


def _with(tree: ast.AST, parent: ast.AST, node: ast.AST, other: ast.AST) -> str:
    """The source of the tree where `other` stands in the place of `node`.

    The tree stays as it was.
    """
    for field, value in ast.iter_fields(parent):
        if value is node or (isinstance(value, list) and any(one is node for one in value)):
            there = [other if one is node else one for one in value] if value is not node else other
            setattr(parent, field, there)
            try:
                return ast.unparse(tree)
            finally:
                setattr(parent, field, value)
    raise LookupError(ast.unparse(node))
