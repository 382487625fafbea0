import { readForm } from '@app/rest';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { FormRefused } from '../errors/form-refused.js';
import { formTokenField } from '../layout/form-fields.js';
import type { ConsoleRequest } from '../serving/console-request.js';
import type { FormRequest } from './form.decorator.js';
import { FormTokens } from './form-tokens.service.js';

const reading = new Set(['GET', 'HEAD']);

/** Nothing is changed but by a form of a page of ours, sent from there, in the same session. */
@Injectable()
export class FormGuard implements CanActivate {
  private readonly publicOrigin: string | undefined;

  constructor(
    private readonly tokens: FormTokens,
    @Inject(Settings) { publicUrl }: Settings,
  ) {
    this.publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  }

  /** @throws FormRefused */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ConsoleRequest & FormRequest>();
    if (reading.has(request.method)) return true;
    if (!this.isFromHere(request)) throw new FormRefused();
    const form = readForm(request.body);
    if (!this.tokens.isValid(form.get(formTokenField) ?? '', request)) throw new FormRefused();
    request.form = form;
    return true;
  }

  /** What browsers say of where a form was; one that says nothing is believed for its token alone. */
  private isFromHere({ headers, protocol, host }: ConsoleRequest): boolean {
    const site = headers['sec-fetch-site'];
    // Where a page sends no referrer, the origin is "null": this says more.
    if (site !== undefined) return site === 'same-origin';
    const { origin } = headers;
    return origin === undefined || origin === `${protocol}://${host}` || origin === this.publicOrigin;
  }
}
