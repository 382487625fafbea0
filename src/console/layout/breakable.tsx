import { Fragment, type JSX } from 'preact';

/** Before a dot, and after what else parts an address; never within `https://`. */
const seams = /(?=\.)|(?<=[/?&@])(?!\/)/;

/** An address or a technical name, which goes on in another line where its parts meet. */
export function Breakable({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(seams).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
