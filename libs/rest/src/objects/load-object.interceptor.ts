import type { AccessRequest } from '@app/access';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import {
  type ObjectLoader,
  objectLoader,
  type ObjectLoaderToken,
  type ObjectRequest,
} from './load-object.decorator.js';

/** 404 comes after 401 and 403, and before anything about the body: so the object is loaded between guards and pipes. */
@Injectable()
export class LoadObjectInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const loader = this.reflector.getAllAndOverride<ObjectLoaderToken | undefined>(objectLoader, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (loader) {
      const request = context.switchToHttp().getRequest<FastifyRequest & AccessRequest & ObjectRequest>();
      const params = request.params as Record<string, string>;
      request.loadedObject = await this.modules
        .get<ObjectLoader<unknown>>(loader, { strict: false })
        .load(params, request.organizer);
    }
    return next.handle();
  }
}
