/** In the transaction that deletes an organizer. A listener vetoes by throwing (409 while a webhook is enabled). */
export class OrganizerDeleted {
  static readonly eventName = 'organizers.deleted';
  constructor(
    readonly organizerId: number,
    readonly slug: string,
  ) {}
}
