-- For wrk: pages drawn at random, one in five from the newest. wrk -s random.lua URL -- ALL NEWEST
local all, newest = {}, {}

local function read(name, into)
  for line in io.lines(name) do
    into[#into + 1] = line
  end
end

function init(args)
  read(args[1], all)
  read(args[2], newest)
  math.randomseed(os.time() + tonumber(tostring({}):sub(8), 16) % 100000)
end

function request()
  local from = math.random(5) == 1 and newest or all
  return wrk.format(nil, from[math.random(#from)])
end
