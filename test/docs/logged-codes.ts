import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const levels = new Set(['warn', 'error', 'fatal']);

/** `level code` of every line that the source may log as a warning or worse. @throws where a line has no code */
export function loggedCodes(): readonly string[] {
  return ['src', 'libs'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('testing/'))
      // What others log goes through it.
      .filter((name) => !name.endsWith('application-logger.ts'))
      .flatMap((name) => codesOf(join(folder, name))),
  );
}

function codesOf(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const objects = namedObjects(source);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const level = levelOf(node);
    if (level) {
      const codes = codesOfLine((node as ts.CallExpression).arguments[0], objects);
      if (codes.length === 0) throw new Error(`${path} logs a line without a code: ${node.getText()}`);
      found.push(...codes.map((code) => `${level} ${code}`));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Of `logger.warn(…)` and its like. */
function levelOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  return levels.has(name.text) && /logger$/i.test(expression.getText()) ? name.text : undefined;
}

function codesOfLine(
  line: ts.Expression | undefined,
  objects: ReadonlyMap<string, ts.ObjectLiteralExpression>,
): readonly string[] {
  const object = line && ts.isIdentifier(line) ? objects.get(line.text) : line;
  if (!object || !ts.isObjectLiteralExpression(object)) return [];
  const code = object.properties.find(
    (property) => ts.isPropertyAssignment(property) && property.name.getText() === 'code',
  );
  if (!code || !ts.isPropertyAssignment(code)) return [];
  if (ts.isStringLiteral(code.initializer)) return [code.initializer.text];
  // A variable: one of those that the file has sentences for.
  const sentences = objects.get('sentences');
  return sentences?.properties.map((property) => property.name!.getText()) ?? [];
}

function namedObjects(source: ts.SourceFile): ReadonlyMap<string, ts.ObjectLiteralExpression> {
  const objects = new Map<string, ts.ObjectLiteralExpression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer) {
      const value = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (ts.isObjectLiteralExpression(value)) objects.set(node.name.getText(), value);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return objects;
}
