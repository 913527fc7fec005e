import numpy as np
from stationkeep.compiled import compiled
@compiled
def delta_v_for_raise(altitude_km, raise_km):
    r=(altitude_km+6378.137)
    return 1000.0*np.sqrt(398600.4418/r)/(2*r)*raise_km
@compiled
def raise_for_delta_v(altitude_km, delta_v_m_s):
    r=(altitude_km+6378.137)
    return delta_v_m_s/(1000.0*np.sqrt(398600.4418/r)/(2*r))
