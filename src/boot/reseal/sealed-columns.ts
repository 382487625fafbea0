import { sealedAnswers } from '@app/rest';
import type { SealedColumn } from '@app/secret-box';
import { sealedTargetUrls } from '@contracts/webhooks';

/** Everything that is sealed. */
export const sealedColumns: readonly SealedColumn[] = [sealedTargetUrls, sealedAnswers];
