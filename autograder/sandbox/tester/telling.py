"""Messages of assertions, made where it is seen that they are messages: see `trust.Asked`."""

from __future__ import annotations

import ast


class _Told(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.generic_visit(node)
        if node.msg is None:
            return node
        failed = ast.Assert(ast.Constant(False), node.msg)
        within = ast.With([ast.withitem(ast.Name("__telling__", ast.Load()))], [failed])
        made = ast.If(ast.UnaryOp(ast.Not(), node.test), [within], [])
        for one in (failed, within, made, made.test):
            ast.copy_location(one, node)
        return made


def telling(tree: ast.Module) -> ast.Module:
    """Test code that says when it makes the message of a failed assertion."""
    return ast.fix_missing_locations(_Told().visit(tree))
