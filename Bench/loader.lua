-- Gets one URL again and again, as a browser would ask for it.

function init(arguments)
    wrk.headers["Accept-Encoding"] = "gzip, deflate, br"
    wrk.headers["User-Agent"] =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
end

dofile("Bench/result.lua")
