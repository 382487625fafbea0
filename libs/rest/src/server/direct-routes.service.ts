import type { AccessRequest } from '@app/access';
import { type CanActivate, Injectable } from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { GuardsConsumer } from '@nestjs/core/guards/guards-consumer.js';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { PermissionDenied } from '../errors/api-error.js';
import { ErrorFilter } from '../errors/error.filter.js';
import { hasIdempotencyKey } from '../idempotency/idempotency-key.js';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { LoadObjectInterceptor } from '../objects/load-object.interceptor.js';
import { DtoPipe } from './dto.pipe.js';

export interface DirectRoute {
  readonly method: 'POST';
  /** As the router has it: `api/v1/organizers/:organizer/notifications` */
  readonly url: string;
  readonly controller: object;
  /** The controller's method. What its decorators say of permissions counts as ever. */
  readonly handler: string;
  /** Reads the body, calls the handler, and returns the answer's body. Its status is on the reply. */
  readonly answer: (request: FastifyRequest & AccessRequest, reply: FastifyReply) => Promise<unknown>;
}

/** What stands around every handler, and what for nothing is lost on the short way. */
const known = new Set<unknown>([ErrorFilter, IdempotencyInterceptor, LoadObjectInterceptor, DtoPipe]);

/**
 * The short way to a handler that is called thousands of times a second: the guards, the handler, the reply, without
 * Nest's chain of interceptors, which costs an empty POST route 28 of its 105 µs. Such a route loads no object, and a
 * request with an idempotency key goes the long way, as all do when an extension provides an interceptor, a pipe, a
 * filter or a guard of a request's scope for all routes.
 */
@Injectable()
export class DirectRoutes {
  private readonly found: string[] = [];
  private readonly guarding = new GuardsConsumer();
  private readonly errors = new ErrorFilter();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly modules: ModulesContainer,
  ) {}

  /** Routes that go the short way. */
  get urls(): readonly string[] {
    return this.found;
  }

  /** To be called by constructors: routes are made once all is there. */
  add(direct: DirectRoute): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRoute', (route) => {
      if (route.method === direct.method && route.url === `/${direct.url}`) this.shorten(route, direct);
    });
  }

  private shorten(route: RouteOptions, direct: DirectRoute): void {
    const guards = this.guardsOfAll();
    if (!guards) return;
    const { guarding, errors } = this;
    const { controller, answer } = direct;
    this.found.push(route.url);
    const longWay = route.handler;
    const handler = (controller as Record<string, (...parameters: unknown[]) => unknown>)[direct.handler]!;
    route.handler = async function answerDirectly(request, reply) {
      if (hasIdempotencyKey(request) || hasEmptyParameter(request)) return longWay.call(this, request, reply);
      try {
        if (!(await guarding.tryActivate(guards, [request, reply], controller, handler, 'http')))
          throw new PermissionDenied();
        void reply.send(await answer(request, reply));
      } catch (error) {
        errors.answer(error, request, reply);
      }
      return reply;
    };
  }

  /** The guards of all routes, in their order; undefined where something else stands around all handlers. */
  private guardsOfAll(): CanActivate[] | undefined {
    const guards: CanActivate[] = [];
    for (const { providers, injectables } of this.modules.values()) {
      if ([...injectables.keys()].some((token) => String(token).startsWith('APP_'))) return undefined;
      for (const { subtype, instance, metatype } of providers.values()) {
        if (subtype === 'guard') guards.push(instance as CanActivate);
        else if (subtype && !known.has(metatype)) return undefined;
      }
    }
    return guards;
  }
}

/** Nest knows no such path. */
const hasEmptyParameter = ({ params }: FastifyRequest): boolean =>
  Object.values(params as Record<string, string>).includes('');
