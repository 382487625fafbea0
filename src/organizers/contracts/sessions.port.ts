import type { Principal, Session } from '@app/access';

/** Who a cookie says is there. */
export interface SignedInPerson {
  readonly session: Session;
  /** With the roles as they are now, not as they were when the person signed in. */
  readonly principal: Principal;
}

/** Sessions of people, in PostgreSQL. Where a route is not public, the guard has asked already: use @CurrentSession(). */
export interface Sessions {
  /**
   * The session of a request's `Cookie` header, as every process sees it at this moment; undefined where it has none
   * that counts. Being asked keeps it from going idle, unless nobody did anything (`isUse: false`).
   */
  find(
    cookieHeader: string | undefined,
    asked?: { readonly isUse: boolean },
  ): Promise<SignedInPerson | undefined>;
}
export const Sessions = Symbol('Sessions');
