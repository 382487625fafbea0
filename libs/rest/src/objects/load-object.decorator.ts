import type { OrganizerScope } from '@app/access';
import { createParamDecorator, type ExecutionContext, SetMetadata, type Type } from '@nestjs/common';

/** Finds the object that a path names. It is asked after the guards and before the body is looked at. */
export interface ObjectLoader<Loaded> {
  /** @param organizer of the path, already permitted @throws NotFound */
  load(params: Readonly<Record<string, string>>, organizer: OrganizerScope | undefined): Promise<Loaded>;
}

export const objectLoader = 'doorbell:object-loader';

/** What finds a loader among the providers. */
export type ObjectLoaderToken = Type<ObjectLoader<unknown>> | symbol;

/** On a handler or a controller: `loader` is a provider, by class or by token. The handler takes what it found with @LoadedObject(). */
export const LoadObject = (loader: ObjectLoaderToken): ClassDecorator & MethodDecorator =>
  SetMetadata(objectLoader, loader);

export interface ObjectRequest {
  loadedObject?: unknown;
}

export const LoadedObject = createParamDecorator(
  (_data: unknown, context: ExecutionContext): unknown =>
    context.switchToHttp().getRequest<ObjectRequest>().loadedObject,
);
