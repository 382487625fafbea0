import type { Readable } from 'node:stream';
import { BodyTooLarge } from '../errors/api-error.js';

export interface ArrivingBody {
  /** Bytes; of one that is larger nothing is kept. */
  readonly limit: number;
  /** Each piece is here; to throw is to refuse the rest. */
  readonly onPiece: (length: number) => void;
}

/** @throws BodyTooLarge, what `onPiece` throws, and what broke the connection: the stream itself is left as it is */
export async function readAll(stream: Readable, { limit, onPiece }: ArrivingBody): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const leave = (): void => {
      stream.off('data', add).off('end', finish).off('error', fail);
    };
    const fail = (error: Error): void => {
      leave();
      reject(error);
    };
    const finish = (): void => {
      leave();
      // Always a copy: a piece may be a view of what the connection reads into.
      resolve(Buffer.concat(pieces, length));
    };
    const add = (piece: Buffer): void => {
      try {
        onPiece(piece.length);
        length += piece.length;
        if (length > limit) throw new BodyTooLarge();
        pieces.push(piece);
      } catch (error) {
        fail(error as Error);
      }
    };
    stream.on('data', add).on('end', finish).on('error', fail);
  });
}
