import { UsageError } from '../../session/usage-error.ts';

/** Each script asks `rehearse __complete` for the words that may stand next; the line `:files` means files too. */
const SCRIPTS = {
  bash: `_rehearse() {
  local line files=""
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then files=1
    elif [[ $line == "\${COMP_WORDS[COMP_CWORD]}"* ]]; then COMPREPLY+=("$line")
    fi
  done < <(rehearse __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
  fi
}
complete -F _rehearse rehearse
`,
  zsh: `#compdef rehearse
_rehearse() {
  local -a lines
  lines=("\${(@f)$(rehearse __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${lines[(I):files]} )); then
    _files
    lines=("\${(@)lines:#:files}")
  fi
  (( \${#lines} )) && [[ -n \${lines[1]} ]] && compadd -a lines
}
compdef _rehearse rehearse
`,
  fish: `function __rehearse_complete
    set -l words (commandline -opc)[2..-1] (commandline -ct)
    for line in (rehearse __complete -- $words 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c rehearse -f -a '(__rehearse_complete)'
`,
};

export const SHELLS: readonly string[] = Object.keys(SCRIPTS);

export function completionScript(shell: string): string {
  const script = new Map(Object.entries(SCRIPTS)).get(shell);
  if (script === undefined) {
    throw new UsageError(`there is no completion for ${shell}`, `(there is one for ${SHELLS.join(', ')})`);
  }
  return script;
}
