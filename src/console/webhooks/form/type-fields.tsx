import type { JSX } from 'preact';
import { FieldFaults, type FormFaults } from '../../layout/form-fields.js';
import { useTexts, useTypeWords } from '../../layout/frame.js';
import { groupIntent } from './form-values.js';
import type { TypeChoice, TypeGroup } from './webhook-form.service.js';

interface TypeFieldsProps {
  readonly groups: readonly TypeGroup[];
  readonly unregistered: readonly string[];
  readonly ticked: ReadonlySet<string>;
  readonly faults: FormFaults;
}

/** All types by group, to be ticked. The search is of a script, and is shown where scripts run. */
export function TypeFields({ groups, unregistered, ticked, faults }: TypeFieldsProps): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <fieldset class="mb-3" id="action_types">
      <legend class="form-label">
        {form.types}{' '}
        <span class="db-required" aria-hidden="true">
          *
        </span>
      </legend>
      <p class="form-hint">{form.typesHint}</p>
      <FieldFaults name="action_types" faults={faults} />
      <input
        class="form-control mb-3 db-scripted"
        type="search"
        placeholder={form.findType}
        aria-label={form.findType}
        data-find-type
      />
      {groups.map((group) => (
        <Group key={group.name} group={group} ticked={ticked} />
      ))}
      {unregistered.map((name) => (
        <label key={name} class="form-check">
          <input class="form-check-input" type="checkbox" name="action_types" value={name} checked />
          <span class="form-check-label">
            <span class="db-technical">{name}</span> {form.unregistered}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Group({
  group,
  ticked,
}: {
  readonly group: TypeGroup;
  readonly ticked: ReadonlySet<string>;
}): JSX.Element {
  const { form } = useTexts().webhooks;
  const words = useTypeWords();
  const { name, types } = group;
  return (
    <fieldset class="db-group" data-group>
      <legend>
        {form.group(words.groupOf(name))}
        {types.length > 1 && <GroupButton group={group} />}
      </legend>
      <div class="db-types">
        {types.map((type) => (
          <TypeField key={type.name} type={type} isTicked={ticked.has(type.name)} />
        ))}
      </div>
    </fieldset>
  );
}

/** Without a script, the form comes back with all of them ticked. */
function GroupButton({ group }: { readonly group: TypeGroup }): JSX.Element {
  const { form } = useTexts().webhooks;
  return (
    <button
      class="btn btn-link btn-sm"
      name="intent"
      value={groupIntent(group.name)}
      formNoValidate
      data-tick-group
      data-clear-text={form.clearGroup}
    >
      {form.selectGroup(group.types.length)}
    </button>
  );
}

function TypeField({
  type,
  isTicked,
}: {
  readonly type: TypeChoice;
  readonly isTicked: boolean;
}): JSX.Element {
  const words = useTypeWords();
  const { name, sample } = type;
  const help = words.helpOf(name);
  return (
    <label class="form-check" data-type>
      <input
        class="form-check-input"
        type="checkbox"
        name="action_types"
        value={name}
        checked={isTicked}
        data-sample={sample}
      />
      <span class="form-check-label">
        {words.labelOf(name)} <span class="db-technical">{shortName(name)}</span>
        {help && <span class="form-check-description db-quiet">{help}</span>}
      </span>
    </label>
  );
}

/** Without what most of them begin with. */
const shortName = (name: string): string => name.replace(/^[a-z0-9_]+\.(?:event\.)?/, '');
