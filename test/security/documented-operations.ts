import document from '../../openapi.json' with { type: 'json' };

/** A parameter as the document describes it. */
export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: object;
}

/** One operation of openapi.json. Whoever adds a route finds it in every test that walks them. */
export interface DocumentedOperation {
  readonly id: string;
  /** `POST` */
  readonly method: string;
  /** `/api/v1/organizers/{organizer}/webhooks` */
  readonly path: string;
  readonly parameters: readonly DocumentedParameter[];
  /** Undefined where the operation takes no body. */
  readonly bodyExample: unknown;
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly DocumentedParameter[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json'?: { readonly example?: unknown } };
  };
}

/** Every operation of the committed document, which another test holds against the running application. */
export const documentedOperations: readonly DocumentedOperation[] = Object.entries(document.paths).flatMap(
  ([path, item]) =>
    Object.entries(item as unknown as Readonly<Record<string, Described>>).map(([method, described]) => ({
      id: described.operationId,
      method: method.toUpperCase(),
      path,
      parameters: described.parameters ?? [],
      bodyExample: described.requestBody?.content['application/json']?.example,
    })),
);

/** The paths of the document, each once. */
export const documentedPaths: readonly string[] = Object.keys(document.paths);

/** Puts `value(name)` in the place of each `{name}`. */
export function fillPath(path: string, value: (name: string) => string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => value(name));
}
