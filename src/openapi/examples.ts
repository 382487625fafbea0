import type { OpenAPIObject } from '@nestjs/swagger';
import { routesOf, type SchemaObject } from './operations.js';

/** Every request body gets the example that its fields' examples make. */
export function addExamples(document: OpenAPIObject): void {
  for (const { operation } of routesOf(document)) {
    const body = operation.requestBody;
    const media = body && 'content' in body ? body.content['application/json'] : undefined;
    if (media && media.example === undefined) {
      media.example = exampleOf(media.schema as SchemaObject | undefined, document);
    }
  }
}

function exampleOf(schema: SchemaObject | undefined, document: OpenAPIObject): unknown {
  const named = resolve(schema, document);
  const properties = (named?.['properties'] ?? {}) as Record<string, SchemaObject>;
  const entries = Object.entries(properties).map(([name, property]) => [name, property['example']]);
  return Object.fromEntries(entries.filter(([, example]) => example !== undefined));
}

function resolve(schema: SchemaObject | undefined, document: OpenAPIObject): SchemaObject | undefined {
  const reference = schema?.['$ref'];
  const name = typeof reference === 'string' ? reference.replace('#/components/schemas/', '') : undefined;
  return name === undefined ? schema : (document.components?.schemas?.[name] as SchemaObject | undefined);
}
