function $DE(id){return document.getElementById(id);}
