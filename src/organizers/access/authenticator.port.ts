import type { Principal } from '@app/access';
import type { FastifyRequest } from 'fastify';

/** One way to say who asks: a token in a header, or a person's session. */
export interface Authenticator {
  /**
   * Who sent the request; undefined when it carries nothing of this kind. What would go idle is kept from it, unless
   * nobody did anything (`isUse: false`). @throws Unauthorized when what it carries is wrong
   */
  principalOf(request: FastifyRequest, asked: { readonly isUse: boolean }): Promise<Principal | undefined>;
}

/** All of them, asked in their order until one knows. */
export type Authenticators = readonly Authenticator[];
export const Authenticators = Symbol('Authenticators');
