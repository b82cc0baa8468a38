# bash completion for offlinectl, which says itself what may come next.
_offlinectl() {
    local word=${COMP_WORDS[COMP_CWORD]} words=() each choice quoted
    for each in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        # bash makes three words of --color=auto.
        [[ $each == '=' ]] || words+=("$each")
    done
    [[ $word != '=' ]] || { word='' && words+=(''); }
    COMPREPLY=()
    while IFS=$'\t' read -r choice _; do
        if [[ $choice == :files ]]; then
            compopt -o default 2>/dev/null
            return
        fi
        printf -v quoted %q "$choice"
        [[ $choice != "$word"* && $quoted != "$word"* ]] || COMPREPLY+=("$quoted")
    done < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null)
}
complete -F _offlinectl offlinectl
