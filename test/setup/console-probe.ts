import {
  CurrentPrincipal,
  CurrentSession,
  type Principal,
  RequirePermission,
  type Session,
} from '@app/access';
import { Controller, Get, Module } from '@nestjs/common';

export interface ProbeAnswer {
  readonly principal: Pick<Principal, 'type' | 'id' | 'name'>;
  readonly session: Session;
}

/** Pages of the console as the guards see them. */
@Controller('console/probe')
class ConsoleProbeController {
  @Get('public')
  @RequirePermission('public')
  open(): object {
    return {};
  }

  @Get('person')
  @RequirePermission('authenticated')
  person(@CurrentPrincipal() { type, id, name }: Principal, @CurrentSession() session: Session): ProbeAnswer {
    return { principal: { type, id, name }, session };
  }

  @Get('administrators')
  @RequirePermission('admin')
  administrators(): object {
    return {};
  }

  @Get(':organizer/view')
  @RequirePermission('can_view_organizer')
  view(): object {
    return {};
  }

  @Get(':organizer/settings')
  @RequirePermission('can_change_organizer_settings')
  settings(): object {
    return {};
  }
}

@Module({ controllers: [ConsoleProbeController] })
export class ConsoleProbeModule {}
