import { readFile } from 'node:fs/promises';

/** One fenced block of a document. */
export interface CodeBlock {
  readonly language: string;
  /** The name in its first line's comment, if there is one: `# doorbell/views.py`. */
  readonly file: string | undefined;
  readonly code: string;
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;
const fileComment = /^(?:<\?php )?(?:#|\/\/) ([\w./-]+\.\w+)$/;

export async function readDocument(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

/** In the order of the document. */
export function codeBlocks(text: string): readonly CodeBlock[] {
  return [...text.matchAll(fence)].map(([, language, code]) => ({
    language: language!,
    file: fileComment.exec(code!.split('\n', 1)[0]!)?.[1],
    code: code!,
  }));
}

/** The block that names this file. @throws when there is none. */
export function blockOf(blocks: readonly CodeBlock[], file: string): CodeBlock {
  const block = blocks.find((block) => block.file === file);
  if (!block) throw new Error(`No block begins with a comment that names ${file}.`);
  return block;
}
