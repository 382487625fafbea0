import { applyDecorators, Controller, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { FormGuard } from '../access/form.guard.js';
import { PageErrorFilter } from '../errors/page-error.filter.js';
import { PageInterceptor } from './page.interceptor.js';

/** A controller whose handlers answer pages below `/console/`; beside it stands @RequirePermission, as everywhere. */
export const ConsolePages = (path = ''): ClassDecorator =>
  applyDecorators(
    Controller(`console/${path}`),
    ApiExcludeController(),
    UseGuards(FormGuard),
    UseFilters(PageErrorFilter),
    UseInterceptors(PageInterceptor),
  );
