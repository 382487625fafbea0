import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
export type OperationObject = NonNullable<PathItem['get']>;
export type SchemaObject = Record<string, unknown>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

export interface Route {
  readonly path: string;
  readonly method: Method;
  readonly operation: OperationObject;
}

/** Every operation of the document. */
export function* routesOf(document: OpenAPIObject): Iterable<Route> {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation) yield { path, method, operation };
    }
  }
}
