import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic as Mark, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Diagnostic } from '../../scenario/diagnostics.ts';

interface EditorProps {
  readonly name: string;
  readonly text: string;
  /** Another number: the text was changed elsewhere, and the editor takes it. What is typed comes back as `text` later than it stands in the editor. */
  readonly revision: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly onChange: (text: string) => void;
}

/** One file in an editor, with what is wrong at its place. */
export function Editor({ name, text, revision, diagnostics, onChange }: EditorProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    if (box.current === null) return undefined;
    // In a shadow root the editor brings its styles in by script, which the page's policy allows, and not as style elements, which it does not.
    const root = box.current.shadowRoot ?? box.current.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          basicSetup,
          yaml(),
          lintGutter(),
          EditorView.contentAttributes.of({ 'aria-label': `Text of ${name}` }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [name]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [revision]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        diagnostics.flatMap((one) => markOf(editor.state, one)),
      ),
    );
  }, [diagnostics]);
  return <div ref={box} class="editor" />;
}

function markOf(
  state: EditorState,
  { line, column, endColumn, severity, message, fix, code }: Diagnostic,
): readonly Mark[] {
  if (line < 1 || line > state.doc.lines) return [];
  const { from, to } = state.doc.line(line);
  return [
    {
      from: Math.min(to, from + column - 1),
      to: Math.min(to, from + endColumn - 1),
      severity: severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'info',
      message: fix === undefined ? `${message} [${code}]` : `${message} [${code}]\nhelp: ${fix}`,
    },
  ];
}
