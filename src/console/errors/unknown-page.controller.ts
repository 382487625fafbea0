import { RequirePermission } from '@app/access';
import { NotFound } from '@app/rest';
import { All } from '@nestjs/common';
import { ConsolePages } from '../serving/console-pages.decorator.js';

/** What no other page takes. */
@ConsolePages()
@RequirePermission('public')
export class UnknownPageController {
  @All('*')
  refuse(): never {
    throw new NotFound();
  }
}
