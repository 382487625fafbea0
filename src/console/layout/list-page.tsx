import type { ComponentChildren, JSX } from 'preact';
import { EmptyList } from './empty-list.js';
import { Notice } from './notice.js';
import { PageTitle } from './page-title.js';

interface ListPageProps {
  readonly title: string;
  readonly intro: string;
  readonly notice: string | undefined;
  /** The way to a new one: beside the title, or, where there is none yet, below what explains that. */
  readonly create: JSX.Element;
  /** Undefined: there are some. */
  readonly empty: { readonly title: string; readonly text: string } | undefined;
  readonly children: ComponentChildren;
}

/** A list of things that people make: what it is, a button for a new one, and the list or why it is empty. */
export function ListPage({ title, intro, notice, create, empty, children }: ListPageProps): JSX.Element {
  return (
    <>
      <Notice name={notice} />
      <PageTitle title={title} intro={intro}>
        {!empty && create}
      </PageTitle>
      {empty ? <EmptyList {...empty}>{create}</EmptyList> : children}
    </>
  );
}
