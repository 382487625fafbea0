import { SetMetadata } from '@nestjs/common';

export const createsOrganizer = 'doorbell:creates-organizer';

/** The organizer of the path need not exist yet: whoever may call the handler creates it. */
export const CreatesOrganizer = (): MethodDecorator => SetMetadata(createsOrganizer, true);
