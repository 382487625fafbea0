import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** What FormGuard leaves on the request. */
export interface FormRequest {
  form?: URLSearchParams;
}

/** The fields of the form that was sent. */
export const Form = createParamDecorator((_data: unknown, context: ExecutionContext): URLSearchParams => {
  const { form } = context.switchToHttp().getRequest<FormRequest>();
  if (!form) throw new Error('This route was sent no form; does it answer to POST?');
  return form;
});

/** A field as text; empty where it was not sent. */
export const textOf = (form: URLSearchParams, name: string): string => form.get(name) ?? '';
