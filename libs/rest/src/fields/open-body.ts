/**
 * A body whose keys are known at run time only, e.g. by what an action type says: any JSON object is taken as it is, and
 * the handler's service checks all of it. `class RecordDto extends OpenBody {}`; @ApiBody() describes it.
 */
export abstract class OpenBody {
  constructor(readonly given: Readonly<Record<string, unknown>>) {}
}
