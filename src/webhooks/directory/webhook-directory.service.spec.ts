import type { TransactionRunner } from '@app/database';
import type { SecretBox } from '@app/secret-box';
import { describe, expect, it, vi } from 'vitest';
import type { WebhookChanges } from '../change/webhook-changes.service.js';
import type { WebhooksRepository } from '../storage/webhooks.repository.js';
import { WebhookDirectoryService } from './webhook-directory.service.js';

describe('WebhookDirectoryService', () => {
  it('opens a target URL once, and anew when it was sealed anew', async () => {
    let sealed = Buffer.from('sealed');
    const open = vi.fn<SecretBox['open']>((given) => `https://${given.toString()}.example/`);
    const query = async (): Promise<unknown> => Promise.resolve([{ id: 1, target_url: Buffer.from(sealed) }]);
    const directory = new WebhookDirectoryService(
      { manager: { query } } as unknown as TransactionRunner,
      {} as WebhooksRepository,
      {} as WebhookChanges,
      { open, seal: () => sealed },
    );
    const url = async (): Promise<string> => (await directory.load([1])).get(1)!.url;
    expect([await url(), await url()]).toEqual(['https://sealed.example/', 'https://sealed.example/']);
    expect(open).toHaveBeenCalledOnce();
    sealed = Buffer.from('resealed');
    expect(await url()).toBe('https://resealed.example/');
    expect(open).toHaveBeenCalledTimes(2);
  });
});
