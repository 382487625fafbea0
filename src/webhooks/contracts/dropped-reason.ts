/** Why a delivery will not be called. */
export const droppedReasons = ['webhook_disabled', 'gone', 'dropped', 'webhook_deleted'] as const;
export type DroppedReason = (typeof droppedReasons)[number];
