import type { SealedColumn } from '@app/secret-box';

export const sealedTargetUrls: SealedColumn = {
  table: 'webhooks',
  column: 'target_url',
  key: [{ name: 'id', type: 'bigint' }],
};
