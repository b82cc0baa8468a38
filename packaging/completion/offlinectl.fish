# fish completion for offlinectl, which says itself what may come next.
function __offlinectl_choices
    set -l words (commandline -opc)
    set -l choices ($words[1] --complete $words[2..-1] (commandline -ct) 2>/dev/null)
    if test "$choices" = :files
        __fish_complete_path (commandline -ct)
    else
        string join \n -- $choices
    end
end
complete -c offlinectl -f -a '(__offlinectl_choices)'
