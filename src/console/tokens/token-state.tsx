import type { ApiToken } from '@contracts/organizers';
import type { JSX } from 'preact';
import { useFrame } from '../layout/frame.js';
import { Time } from '../layout/time.js';

export type TokenState = 'active' | 'expired' | 'revoked';

/** Whether a token counts. */
export function tokenStateOf({ revoked, expires }: ApiToken, now: Date): TokenState {
  if (revoked) return 'revoked';
  return expires && expires <= now ? 'expired' : 'active';
}

/** A word and a moment; the colour says the same once more. */
export function TokenStateBadge({ token }: { readonly token: ApiToken }): JSX.Element {
  const { texts, now } = useFrame();
  const { states } = texts.tokens;
  const state = tokenStateOf(token, now);
  const until = token.revoked ?? token.expires;
  const word = state === 'active' && until ? states.expires : states[state];
  return (
    <span class={`db-state ${state === 'active' ? 'db-state-working' : ''}`} data-state={state}>
      <span class="db-dot" aria-hidden="true" />
      <span>
        {word}
        {until && (
          <>
            {' '}
            <Time at={until} style="date" />
          </>
        )}
      </span>
    </span>
  );
}
