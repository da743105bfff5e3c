function zoom(n){document.getElementById("content").style.fontSize=n+"px";}
function setHome(){}
function share(){}
