import type { SealedColumn } from '@app/secret-box';

export const sealedAnswers: SealedColumn = {
  table: 'idempotency_keys',
  column: 'answer',
  key: [
    { name: 'principal', type: 'text' },
    { name: 'key', type: 'text' },
  ],
};
