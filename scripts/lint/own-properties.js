import ts from 'typescript';

/**
 * Refuses to look up or assign a property by a text that is not known when the program is written, if the object's type has an index signature: such an
 * object holds names from outside, and `constructor` or `__proto__` would find what it inherits. Allowed is `object[key]` in
 * `for (const key of Object.keys(object))`.
 */
export const ownProperties = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      index: 'The name may be inherited, such as "constructor": use own or setOwn (src/text/own.ts), or a Map.',
      in: 'The name may be inherited, such as "constructor": use Object.hasOwn, or a Map.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const services = sourceCode.parserServices;
    const checker = services.program.getTypeChecker();

    /** Whether a node is a variable that runs over the keys of an object. */
    function isKeyOf(node, object) {
      if (node.type !== 'Identifier') return false;
      const scope = sourceCode.getScope(node);
      const variable = scope.references.find(({ identifier }) => identifier === node)?.resolved;
      const loop = variable?.defs[0]?.node.parent?.parent;
      if (loop?.type !== 'ForOfStatement') return false;
      return sourceCode.getText(loop.right).startsWith(`Object.keys(${sourceCode.getText(object)})`);
    }

    return {
      MemberExpression(node) {
        if (!node.computed || (node.parent.type === 'UnaryExpression' && node.parent.operator === 'delete')) return;
        if (!isAnyText(checker, services.getTypeAtLocation(node.property))) return;
        if (!hasTextIndex(checker, services.getTypeAtLocation(node.object))) return;
        if (!isKeyOf(node.property, node.object)) context.report({ node, messageId: 'index' });
      },
      BinaryExpression(node) {
        if (node.operator === 'in' && isAnyText(checker, services.getTypeAtLocation(node.left))) {
          context.report({ node, messageId: 'in' });
        }
      },
    };
  },
};

/** Whether a type holds texts that are not spelt out in it. */
function isAnyText(checker, type) {
  if (type.isUnion()) return type.types.some((each) => isAnyText(checker, each));
  if ((type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0) return true;
  const constraint =
    (type.flags & ts.TypeFlags.TypeParameter) === 0 ? undefined : checker.getBaseConstraintOfType(type);
  return constraint !== undefined && constraint !== type && isAnyText(checker, constraint);
}

function hasTextIndex(checker, type) {
  if (type.isUnionOrIntersection()) return type.types.some((each) => hasTextIndex(checker, each));
  return !checker.isArrayType(type) && !checker.isTupleType(type) && type.getStringIndexType() !== undefined;
}
