import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const wildcard = '*';

/** Which methods a path takes, as the router itself knows. */
@Injectable()
export class RouteTable {
  constructor(private readonly host: HttpAdapterHost) {}

  /** Methods with a handler of their own, and OPTIONS wherever there is one; none for an unknown path. */
  methodsOf(path: string): readonly string[] {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const found = methods.filter((method) => {
      const route = fastify.findRoute({ method, url: path }) as { params: object } | null;
      return route !== null && !(wildcard in route.params);
    });
    return found.length === 0 ? [] : [...found, 'OPTIONS'];
  }
}
